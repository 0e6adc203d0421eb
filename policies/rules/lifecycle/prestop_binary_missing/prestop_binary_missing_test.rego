package podlint.rules.lifecycle.prestop_binary_missing_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.prestop_binary_missing as rule

_path := ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command", 0]

_pod(kind) := testing.pod({"lifecycle": {"missing_tools": [{
	"container": "registrar",
	"program": "/bin/sh",
	"kind": kind,
	"known": "csi-node-driver-registrar",
	"verified": true,
	"only_sleep": false,
	"path": _path,
}]}})

test_hook_without_shell_denied if {
	rule.violation == {{
		"msg": "preStop of \"registrar\" starts /bin/sh, which the image (csi-node-driver-registrar) does not hold: the hook fails and is skipped",
		"path": _path,
		"container": "registrar",
	}} with input as _pod("pre-stop")
}

test_start_hook_denied if {
	some v in rule.violation with input as _pod("post-start")
	endswith(v.msg, "the container is killed")
}

test_probe_denied if {
	some v in rule.violation with input as _pod("readiness")
	endswith(v.msg, "it never becomes ready")
}

test_pod_without_missing_tools_allowed if {
	rule.violation == set() with input as testing.pod({})
}
