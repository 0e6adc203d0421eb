package podlint.rules.resources.sidecar_without_resources_under_quota_test

import data.podlint.lib.testing
import data.podlint.rules.resources.sidecar_without_resources_under_quota as rule

_helper(resources) := testing.container("helper", {"resources": object.union(
	{"declared": [], "unknown": false, "path": ["spec", "containers", 1, "resources"]},
	resources,
)})

_app := testing.container("app", {"resources": {"declared": ["limits.cpu", "limits.memory"], "unknown": false}})

_input(containers, related) := testing.input_of(
	{"containers": containers, "workload": {"namespace": "shop"}},
	{"related": object.union(
		{"limit_range": false, "quota": true, "quotas": [{"name": "compute", "hard": [
			{"field": "requests.cpu", "path": ["@ResourceQuota/shop/compute", "spec", "hard", "cpu"]},
			{"field": "limits.memory", "path": ["@ResourceQuota/shop/compute", "spec", "hard", "limits.memory"]},
		]}]},
		related,
	)},
)

test_container_without_value_denied if {
	rule.violation == {{
		"msg": "container \"helper\" does not declare limits.memory, which quota \"compute\" demands: no pod is created",
		"path": ["spec", "containers", 1, "resources", "limits", "memory"],
		"container": "helper",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "the quota counts it here", "path": ["@ResourceQuota/shop/compute", "spec", "hard", "limits.memory"]}],
	}} with input as _input([_app, _helper({"declared": ["requests.cpu"]})], {})
}

test_only_the_first_missing_value_denied if {
	some v in rule.violation with input as _input([_app, _helper({})], {})
	contains(v.msg, "requests.cpu")
	count(rule.violation) == 1 with input as _input([_app, _helper({})], {})
}

_injected(resource) := {"name": "proxy", "class": "injected", "unrequested": [{"resource": resource, "certainty": "known", "text": "", "path": ["metadata"]}]}

test_injected_without_request_denied if {
	some v in rule.violation with input as _input([_app, _injected("cpu")], {})
	v.msg == "injected \"proxy\" has no requests.cpu, which quota \"compute\" demands: no pod is created"
	v.path == ["metadata"]
}

test_injected_of_what_is_not_counted_allowed if rule.violation == set() with input as _input([_app, _injected("memory")], {})

test_injected_with_default_allowed if {
	rule.violation == set() with input as _input([_app, _injected("cpu")], {"limit_range": true})
}

test_limit_stands_for_the_request_allowed if {
	rule.violation == set() with input as _input([_app, _helper({"declared": ["limits.cpu", "limits.memory"]})], {})
}

test_only_container_allowed if rule.violation == set() with input as _input([_helper({})], {})

test_default_of_the_namespace_allowed if rule.violation == set() with input as _input([_app, _helper({})], {"limit_range": true})

test_placeholder_allowed if rule.violation == set() with input as _input([_app, _helper({"unknown": true})], {})

test_without_namespace_lowers_denied if {
	some v in rule.violation with input as object.union(_input([_app, _helper({})], {}), {"pod": {"workload": {"namespace": ""}}})
	v.certainty.lower == 1
}
