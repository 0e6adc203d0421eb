package podlint.rules.network.probe_hits_other_container_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_hits_other_container as rule

_probe(kind) := testing.pod({"network": {"foreign_probes": [{
	"container": "worker",
	"kind": kind,
	"port": 8080,
	"server": "web",
	"bound": true,
	"path": ["spec", "containers", 1, "livenessProbe", "httpGet", "port"],
}]}})

test_liveness_denied if {
	rule.violation == {{
		"msg": "the liveness probe of \"worker\" asks port 8080, which \"web\" serves: its failure restarts the wrong container",
		"path": ["spec", "containers", 1, "livenessProbe", "httpGet", "port"],
		"container": "worker",
	}} with input as _probe("liveness")
}

test_readiness_denied if {
	some v in rule.violation with input as _probe("readiness")
	endswith(v.msg, "it says nothing about the probed one")
}

test_no_foreign_probe_allowed if {
	rule.violation == set() with input as testing.pod({})
}
