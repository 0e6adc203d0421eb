package podlint.rules.network.port_conflict_declared_test

import data.podlint.lib.testing
import data.podlint.rules.network.port_conflict_declared as rule

_clash(overrides) := testing.pod({"network": {"port_conflicts": [object.union(
	{
		"first": "web",
		"second": "admin",
		"port": 8080,
		"protocol": "TCP",
		"declared": true,
		"bound": false,
		"certain": false,
		"first_by": "declared",
		"second_by": "declared",
		"first_path": ["spec", "containers", 0, "ports", 0],
		"path": ["spec", "containers", 1, "ports", 0],
	},
	overrides,
)]}})

test_both_declare_denied if {
	rule.violation == {{
		"msg": "containers \"web\" and \"admin\" both declare port 8080/TCP; the second to start cannot bind it",
		"path": ["spec", "containers", 1, "ports", 0],
		"container": "admin",
		"related": [{"msg": "\"web\" declares it here", "path": ["spec", "containers", 0, "ports", 0]}],
	}} with input as _clash({})
}

test_one_is_undeclared_allowed if {
	rule.violation == set() with input as _clash({"declared": false})
}

test_no_clash_allowed if {
	rule.violation == set() with input as testing.pod({})
}
