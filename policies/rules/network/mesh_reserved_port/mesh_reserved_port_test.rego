package podlint.rules.network.mesh_reserved_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.mesh_reserved_port as rule

_port(overrides) := testing.pod({"network": {"injected_ports": [object.union(
	{
		"container": "shop",
		"port": 15090,
		"injector": "istio",
		"switch": "sidecar.istio.io/inject=true",
		"bound": true,
		"certain": true,
		"by": "--metrics-addr=:15090",
		"path": ["spec", "containers", 0, "args", 1],
	},
	overrides,
)]}})

test_bound_denied if {
	rule.violation == {{
		"msg": "container \"shop\" uses port 15090, which the istio proxy injected by sidecar.istio.io/inject=true binds",
		"path": ["spec", "containers", 0, "args", 1],
		"container": "shop",
		"severity": "error",
	}} with input as _port({})
}

test_declared_is_a_warning_denied if {
	some v in rule.violation with input as _port({"bound": false, "certain": false, "by": "declared"})
	v.severity == "warning"
}

test_no_injected_port_allowed if {
	rule.violation == set() with input as testing.pod({})
}
