package podlint.rules.coupling.dind_endpoint_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.dind_endpoint_mismatch as rule

_pair(overrides) := {"coupling": {"builders": [object.union(
	{
		"daemon": "dind",
		"client": "runner",
		"kind": "port",
		"path": ["spec", "containers", 0, "env", 0],
	},
	overrides,
)]}}

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod(_pair(overrides))
}

test_clear_text_port_denied if {
	rule.violation == {{
		"msg": "\"runner\" dials Docker on 2375, but \"dind\" serves TLS on 2376 only (DOCKER_TLS_CERTDIR is not empty)",
		"path": ["spec", "containers", 0, "env", 0],
		"container": "runner",
	}} with input as testing.pod(_pair({}))
}

test_certificates_not_shared_denied if {
	_messages({"kind": "certificates"}) == {"\"runner\" dials Docker with TLS on 2376, but does not mount the certificates that \"dind\" writes"}
}

test_daemon_not_privileged_denied if {
	_messages({"kind": "privileged"}) == {"Docker daemon \"dind\" is not privileged: it cannot start"}
}

test_pod_without_daemon_allowed if {
	rule.violation == set() with input as testing.pod({"coupling": {}})
}
