package podlint.rules.injection.consul_service_missing_test

import data.podlint.lib.testing
import data.podlint.rules.injection.consul_service_missing as rule

_fault(overrides) := {"injection": {"consul": [object.union(
	{"kind": "service", "names": 0, "ports": 0, "path": ["metadata", "annotations", "a"]},
	overrides,
)]}}

test_no_service_denied if {
	rule.violation == {{
		"msg": "Consul injects into this pod, but no Service among the files selects it: its init container waits for one",
		"path": ["metadata", "annotations", "a"],
	}} with input as testing.pod(_fault({}))
}

test_lists_differ_denied if {
	found := rule.violation with input as testing.pod(_fault({"kind": "lists", "names": 2, "ports": 1}))
	{v.msg | some v in found} == {"the annotations name 2 services and 1 ports: Consul's injection wants as many of each"}
}

test_pod_without_consul_allowed if {
	rule.violation == set() with input as testing.pod({"injection": {}})
}
