package podlint.rules.network.port_conflict_effective_test

import data.podlint.lib.testing
import data.podlint.rules.network.port_conflict_effective as rule

_clash(overrides) := testing.pod({"network": {"port_conflicts": [object.union(
	{
		"first": "web",
		"second": "admin",
		"port": 8080,
		"protocol": "TCP",
		"declared": false,
		"bound": true,
		"certain": true,
		"first_by": "image",
		"second_by": "--listen=:8080",
		"first_path": ["spec", "containers", 0, "image"],
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)]}})

test_default_and_flag_denied if {
	rule.violation == {{
		"msg": "containers \"web\" (by default) and \"admin\" (--listen=:8080) both bind port 8080/TCP; the second to start fails",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "admin",
		"severity": "error",
		"related": [{"msg": "\"web\" takes the port here", "path": ["spec", "containers", 0, "image"]}],
	}} with input as _clash({})
}

test_declared_only_is_a_warning_denied if {
	some v in rule.violation with input as _clash({"bound": false, "first_by": "declared"})
	v.severity == "warning"
	contains(v.msg, "\"web\" (declared)")
}

test_variable_is_a_warning_denied if {
	some v in rule.violation with input as _clash({"certain": false})
	v.severity == "warning"
}

test_long_evidence_is_cut_denied if {
	some v in rule.violation with input as _clash({"second_by": "--metrics-listen-address=0.0.0.0:8080"})
	contains(v.msg, "(--metrics-listen-address=0.0…)")
}

test_both_declared_allowed if {
	rule.violation == set() with input as _clash({"declared": true})
}

test_no_clash_allowed if {
	rule.violation == set() with input as testing.pod({})
}
