package podlint.rules.network.native_sidecar_named_port_old_cluster_test

import data.podlint.lib.testing
import data.podlint.rules.network.native_sidecar_named_port_old_cluster as rule

_found(proxy, port, target) := found if {
	found := {object.remove(v, ["fix"]) | some v in rule.violation} with input as testing.input_of(
		{"containers": [proxy, testing.container("shop", {})]},
		{
			"target": target,
			"related": {"services": [testing.service("shop", {"ports": [object.union({"target_name": "proxy", "containers": ["proxy"], "path": ["x"]}, port)]})]},
		},
	)
}

_native := testing.sidecar("proxy", {})

test_old_cluster_denied if {
	_found(_native, {}, {"kubernetes": "1.31", "minor": 31}) == {{
		"msg": "service \"shop\" targets \"proxy\", a name that only native sidecar \"proxy\" has: no endpoints before Kubernetes 1.33",
		"path": ["x"],
		"container": "proxy",
		"severity": "warning",
	}}
}

test_unknown_cluster_is_advice_denied if {
	some v in _found(_native, {}, {})
	v.severity == "info"
}

test_new_cluster_allowed if _found(_native, {}, {"minor": 33}) == set()

test_regular_container_allowed if _found(testing.container("proxy", {}), {}, {}) == set()

test_name_of_two_allowed if _found(_native, {"containers": ["proxy", "shop"]}, {}) == set()

test_number_allowed if {
	rule.violation == set() with input as testing.input_of(
		{"containers": [_native]},
		{"related": {"services": [testing.service("shop", {"ports": [{"target_port": 8443, "containers": ["proxy"], "path": []}]})]}},
	)
}
