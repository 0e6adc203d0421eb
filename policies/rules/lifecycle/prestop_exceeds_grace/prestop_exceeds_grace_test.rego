package podlint.rules.lifecycle.prestop_exceeds_grace_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.prestop_exceeds_grace as rule

_path := ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command"]

_pod(seconds, grace) := testing.pod({
	"grace_period_seconds": grace,
	"lifecycle": {"stop_sleeps": [{"container": "web", "seconds": seconds, "handler": "exec", "path": _path}]},
})

test_longer_than_grace_denied if {
	rule.violation == {{
		"msg": "preStop of \"web\" sleeps 45s, but the grace period is 30s: the container is killed with no time to stop",
		"path": _path,
		"container": "web",
	}} with input as _pod(45, 30)
}

test_equal_to_grace_denied if {
	count(rule.violation) == 1 with input as _pod(30, 30)
}

test_shorter_than_grace_allowed if {
	rule.violation == set() with input as _pod(29, 30)
}

test_no_grace_allowed if {
	rule.violation == set() with input as _pod(5, 0)
}

test_pod_without_hook_allowed if {
	rule.violation == set() with input as testing.pod({})
}
