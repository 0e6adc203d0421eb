package podlint.rules.lifecycle.poststart_waits_on_later_container_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.poststart_waits_on_later_container as rule

_path := ["spec", "containers", 0, "lifecycle", "postStart", "exec", "command", 2]

_pod(wait) := testing.pod({"lifecycle": {"hook_waits": [{
	"container": "web",
	"server": "proxy",
	"address": "localhost:9000",
	"wait": wait,
	"path": _path,
}]}})

test_wait_denied if {
	rule.violation == {{
		"msg": "postStart of \"web\" waits for \"proxy\" (localhost:9000), which the kubelet starts only when the hook has returned",
		"path": _path,
		"container": "web",
	}} with input as _pod(true)
}

test_call_denied if {
	some v in rule.violation with input as _pod(false)
	startswith(v.msg, "postStart of \"web\" calls \"proxy\"")
}

test_pod_without_hooks_allowed if {
	rule.violation == set() with input as testing.pod({})
}
