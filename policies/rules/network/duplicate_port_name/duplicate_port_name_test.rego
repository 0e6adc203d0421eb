package podlint.rules.network.duplicate_port_name_test

import data.podlint.lib.testing
import data.podlint.rules.network.duplicate_port_name as rule

_port(overrides) := testing.pod({"network": {"shared_port_names": [object.union(
	{
		"name": "http",
		"first": "metrics",
		"first_port": 9100,
		"second": "web",
		"second_port": 8080,
		"first_path": ["spec", "containers", 0, "ports", 0, "name"],
		"path": ["spec", "containers", 1, "ports", 0, "name"],
	},
	overrides,
)]}})

test_unused_name_is_a_warning_denied if {
	rule.violation == {{
		"msg": "port name \"http\" of \"web\" (8080) is already taken by \"metrics\" (9100): a targetPort by name reaches only that one",
		"path": ["spec", "containers", 1, "ports", 0, "name"],
		"container": "web",
		"severity": "warning",
		"related": [{
			"msg": "the name stands for the port of \"metrics\"",
			"path": ["spec", "containers", 0, "ports", 0, "name"],
		}],
	}} with input as _port({})
}

test_name_of_a_service_is_an_error_denied if {
	some v in rule.violation with input as _port({"services": ["shop"]})
	v.severity == "error"
	endswith(v.msg, "service \"shop\" reaches only that one")
}

test_no_shared_name_allowed if {
	rule.violation == set() with input as testing.pod({})
}
