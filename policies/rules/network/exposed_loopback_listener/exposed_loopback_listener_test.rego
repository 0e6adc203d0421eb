package podlint.rules.network.exposed_loopback_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.exposed_loopback_listener as rule

_target(overrides) := testing.pod({"network": {"loopback_targets": [object.union(
	{
		"container": "login",
		"port": 4180,
		"by": "image",
		"certain": true,
		"service": "shop",
		"service_port": 80,
		"from_path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
	},
	overrides,
)]}})

test_default_denied if {
	rule.violation == {{
		"msg": "service \"shop\" leads to port 4180 of \"login\", which listens on loopback by default: connection refused",
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
		"container": "login",
		"severity": "error",
		"related": [{"msg": "this leads to the port", "path": ["@Service//shop", "spec", "ports", 0, "targetPort"]}],
	}} with input as _target({})
}

test_flag_denied if {
	some v in rule.violation with input as _target({"by": "--listen=127.0.0.1:4180"})
	contains(v.msg, "which is bound to loopback (--listen=127.0.0.1:4180)")
}

test_unchecked_knowledge_is_a_warning_denied if {
	some v in rule.violation with input as _target({"certain": false})
	v.severity == "warning"
}

test_host_port_denied if {
	some v in rule.violation with input as testing.pod({"network": {"loopback_targets": [{
		"container": "app",
		"port": 8080,
		"by": "--listen=127.0.0.1:8080",
		"certain": true,
		"host_port": 80,
		"from_path": ["spec", "containers", 0, "ports", 0],
		"path": ["spec", "containers", 0, "args", 0],
	}]}})
	startswith(v.msg, "host port 80 leads to port 8080 of \"app\"")
}

test_nothing_exposed_allowed if {
	rule.violation == set() with input as testing.pod({})
}

test_long_evidence_is_cut_denied if {
	some v in rule.violation with input as _target({"by": "--telemetry.metrics-listen-address=127.0.0.1:9090"})
	contains(v.msg, "(--telemetry.metrics-listen-address=127…)")
}
