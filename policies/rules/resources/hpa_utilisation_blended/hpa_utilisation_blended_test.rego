package podlint.rules.resources.hpa_utilisation_blended_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_utilisation_blended as rule

_at := ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "resource", "name"]

_input(web, proxy, metric, related) := testing.input_of(
	{
		"containers": [testing.container("web", {"part": "app"}), testing.container("proxy", {"part": "helper", "part_certainty": "known"})],
		"requests": [testing.request("cpu", {
			"steady": web + proxy,
			"shares": [testing.share("web", web, {}), testing.share("proxy", proxy, {})],
		})],
	},
	{
		"parameters": {"hpa-utilisation-blended": {"share_percent": 30}},
		"related": object.union(
			{"limit_range": false, "quota": false, "autoscalers": [{"name": "web", "path": [], "metrics": [object.union(
				{"type": "Resource", "resource": "cpu", "utilization": true, "path": _at},
				metric,
			)]}]},
			related,
		),
	},
)

test_large_helper_denied if {
	some v in rule.violation with input as _input(40, 60, {}, {})
	v.msg == "autoscaler \"web\" averages over the pod, in which \"proxy\" holds 60 % of the cpu requests: it scales on that, too"
	v.path == _at
}

test_threshold_denied if count(rule.violation) == 1 with input as _input(70, 30, {}, {})

test_small_helper_allowed if rule.violation == set() with input as _input(71, 29, {}, {})

test_all_of_it_allowed if rule.violation == set() with input as _input(0, 60, {}, {})

test_incomplete_requests_allowed if {
	made := _input(40, 60, {}, {})
	rule.violation == set() with input as object.union(made, {"pod": {"requests": [object.union(made.pod.requests[0], {"complete": false})]}})
}

test_container_metric_allowed if rule.violation == set() with input as _input(40, 60, {"type": "ContainerResource"}, {})

test_absolute_target_allowed if rule.violation == set() with input as _input(40, 60, {"utilization": false}, {})

test_default_of_the_namespace_allowed if rule.violation == set() with input as _input(40, 60, {}, {"limit_range": true})

test_two_apps_allowed if {
	made := _input(40, 60, {}, {})
	rule.violation == set() with input as object.union(made, {"pod": {"who": {"proxy": {"part": "app"}}}})
}
