package podlint.rules.network.probe_hits_loopback_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_hits_loopback_listener as rule

_probe(overrides) := testing.pod({"network": {"loopback_probes": [object.union(
	{
		"container": "sql",
		"kind": "liveness",
		"port": 9090,
		"server": "sql",
		"by": "image",
		"certain": true,
		"listen_path": ["spec", "containers", 0, "image"],
		"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "port"],
	},
	overrides,
)]}})

test_default_denied if {
	rule.violation == {{
		"msg": "the liveness probe of \"sql\" asks port 9090, which it binds to loopback by default: connection refused",
		"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "port"],
		"container": "sql",
		"severity": "error",
		"related": [{"msg": "the port is bound to loopback here", "path": ["spec", "containers", 0, "image"]}],
	}} with input as _probe({})
}

test_flag_denied if {
	some v in rule.violation with input as _probe({"by": "--listen=127.0.0.1:9090"})
	endswith(v.msg, "which is bound to loopback (--listen=127.0.0.1:9090): connection refused")
}

test_neighbour_denied if {
	some v in rule.violation with input as _probe({"by": "--listen=127.0.0.1:9090", "server": "app"})
	contains(v.msg, "which \"app\" serves and is bound to loopback")
}

test_default_of_a_neighbour_denied if {
	some v in rule.violation with input as _probe({"server": "app"})
	contains(v.msg, "which \"app\" binds to loopback by default")
}

test_unchecked_knowledge_is_a_warning_denied if {
	some v in rule.violation with input as _probe({"certain": false})
	v.severity == "warning"
}

test_no_loopback_probe_allowed if {
	rule.violation == set() with input as testing.pod({})
}

test_long_evidence_is_cut_denied if {
	some v in rule.violation with input as _probe({"by": "--telemetry.metrics-listen-address=127.0.0.1:9090"})
	contains(v.msg, "(--telemetry.metrics-listen-address=127…)")
}
