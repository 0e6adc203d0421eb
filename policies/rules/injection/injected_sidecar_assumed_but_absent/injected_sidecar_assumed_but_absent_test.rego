package podlint.rules.injection.injected_sidecar_assumed_but_absent_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_sidecar_assumed_but_absent as rule

_use(overrides) := {"injection": {"assumed": [object.union(
	{
		"container": "app",
		"injector": "dapr",
		"uses": "localhost:3500/v1.0/state",
		"switch": "dapr.io/enabled: \"true\"",
		"namespace": false,
		"off": false,
		"path": ["spec", "containers", 0, "env", 0],
	},
	overrides,
)]}}

_severities(overrides) := {v.severity | some v in found} if {
	found := rule.violation with input as testing.pod(_use(overrides))
}

test_no_switch_denied if {
	rule.violation == {{
		"msg": "container \"app\" uses localhost:3500/v1.0/state, which dapr provides, but the pod does not carry dapr.io/enabled: \"true\"",
		"path": ["spec", "containers", 0, "env", 0],
		"container": "app",
		"severity": "error",
	}} with input as testing.pod(_use({}))
}

test_namespace_may_switch_on_denied if {
	_severities({"namespace": true}) == {"info"}
}

test_pod_switches_off_denied if {
	_severities({"namespace": true, "off": true}) == {"error"}
	some v in rule.violation with input as testing.pod(_use({"off": true}))
	endswith(v.msg, "but the pod switches that off")
}

test_unknown_neighbour_may_answer_denied if {
	_severities({"opaque": ["proxy"]}) == {"info"}
}

test_bucket_beside_unknown_neighbour_denied if {
	_severities({"opaque": ["proxy"], "uses": "volume data"}) == {"error"}
}

test_pod_without_such_use_allowed if {
	rule.violation == set() with input as testing.pod({"injection": {}})
}
