package podlint.rules.resources.hpa_sidecar_missing_request_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_sidecar_missing_request as rule

_metric(overrides) := object.union(
	{"type": "Resource", "resource": "cpu", "utilization": true, "path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0]},
	overrides,
)

_input(request, metric, related) := testing.input_of(
	{"requests": [testing.request("cpu", object.union(
		{"complete": false, "shares": [testing.share("web", 100, {}), testing.share("proxy", 0, {"declared": false})]},
		request,
	))]},
	{"related": object.union(
		{"limit_range": false, "quota": false, "autoscalers": [{"name": "web", "metrics": [_metric(metric)], "path": []}]},
		related,
	)},
)

test_missing_request_denied if {
	rule.violation == {{
		"msg": "container \"proxy\" has no cpu request, so autoscaler \"web\" cannot compute the pod's utilisation and never scales",
		"path": ["spec", "containers", 0, "resources", "requests"],
		"container": "proxy",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "the metric that needs it", "path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0]}],
	}} with input as _input({}, {}, {})
}

test_what_the_cluster_is_asked_for_doubted if {
	some v in rule.violation with input as _asking
	v.certainty.doubt
}

_asking := object.union(_input({}, {}, {}), {"pod": object.union(_input({}, {}, {}).pod, {"asks_cluster": true})})

test_beside_an_init_container_denied if {
	alone := {"shares": [testing.share("migrate", 100, {"class": "init"}), testing.share("proxy", 0, {"declared": false})]}
	count(rule.violation) == 1 with input as _input(alone, {}, {})
}

test_only_container_allowed if {
	alone := {"shares": [testing.share("proxy", 0, {"declared": false})]}
	rule.violation == set() with input as _input(alone, {}, {})
}

test_complete_requests_allowed if rule.violation == set() with input as _input({"complete": true}, {}, {})

test_other_resource_allowed if rule.violation == set() with input as _input({}, {"resource": "memory"}, {})

test_absolute_target_allowed if rule.violation == set() with input as _input({}, {"utilization": false}, {})

test_container_metric_allowed if rule.violation == set() with input as _input({}, {"type": "ContainerResource"}, {})

test_default_of_the_namespace_allowed if rule.violation == set() with input as _input({}, {}, {"limit_range": true})

test_placeholder_allowed if {
	unknown := {"shares": [testing.share("web", 100, {}), testing.share("proxy", 0, {"declared": false, "unknown": true})]}
	rule.violation == set() with input as _input(unknown, {}, {})
}

_injected(none, request, metric, related) := object.union(_input(request, metric, related), {"pod": object.union(
	_input(request, metric, related).pod,
	{"containers": [{"name": "istio-proxy", "class": "injected", "unrequested": [object.union(
		{"resource": "cpu", "certainty": "known", "text": "", "path": ["metadata", "annotations", "inject"]},
		none,
	)]}]},
)})

test_injected_denied if {
	some v in rule.violation with input as _injected({}, {"complete": true}, {}, {})
	v.msg == "injected \"istio-proxy\" has no cpu request, so autoscaler \"web\" cannot compute the pod's utilisation and never scales"
	v.certainty.lower == 0
	not v.certainty.doubt
}

test_injected_by_annotation_denied if {
	some v in rule.violation with input as _injected({"text": "sidecar.istio.io/proxyMemory"}, {"complete": true}, {}, {})
	contains(v.msg, " with sidecar.istio.io/proxyMemory,")
}

test_injected_by_guess_lowered if {
	some v in rule.violation with input as _injected({"certainty": "guessed"}, {"complete": true}, {}, {})
	v.certainty.lower == 1
}

test_injected_other_resource_allowed if {
	rule.violation == set() with input as _injected({"resource": "memory"}, {"complete": true}, {}, {})
}

test_injected_container_metric_allowed if {
	rule.violation == set() with input as _injected({}, {"complete": true}, {"type": "ContainerResource"}, {})
}

test_injected_absolute_target_allowed if {
	rule.violation == set() with input as _injected({}, {"complete": true}, {"utilization": false}, {})
}

test_injected_default_of_the_namespace_allowed if {
	rule.violation == set() with input as _injected({}, {"complete": true}, {}, {"limit_range": true})
}

test_injected_beside_another_said_once if {
	every v in rule.violation { v.container == "proxy" } with input as _injected({}, {}, {}, {})
}
