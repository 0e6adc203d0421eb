package podlint.rules.network.probe_host_loopback_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_host_loopback as rule

_host(kind) := testing.pod({"network": {"loopback_hosts": [{
	"container": "app",
	"kind": kind,
	"host": "127.0.0.1",
	"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "host"],
}]}})

test_probe_denied if {
	rule.violation == {{
		"msg": "the liveness probe of \"app\" asks 127.0.0.1 on the node, not in the pod: remove host",
		"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "host"],
		"container": "app",
	}} with input as _host("liveness")
}

test_hook_denied if {
	some v in rule.violation with input as _host("pre-stop")
	startswith(v.msg, "the pre-stop hook of")
}

test_no_host_allowed if {
	rule.violation == set() with input as testing.pod({})
}
