package podlint.rules.network.dapr_app_port_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.network.dapr_app_port_mismatch as rule

_port(known) := testing.pod({"network": {"expected_ports": [{
	"annotation": "dapr.io/app-port",
	"port": 3000,
	"listening": [8080, 9090],
	"known": known,
	"path": ["metadata", "annotations", "dapr.io/app-port"],
}]}})

test_other_port_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "dapr.io/app-port is 3000, but the containers only listen on 8080, 9090: the Dapr sidecar waits for ever",
		"path": ["metadata", "annotations", "dapr.io/app-port"],
		"severity": "error",
	}} with input as _port(true)
}

test_declared_ports_are_a_warning_denied if {
	some v in rule.violation with input as _port(false)
	v.severity == "warning"
}

test_no_expected_port_allowed if {
	rule.violation == set() with input as testing.pod({})
}
