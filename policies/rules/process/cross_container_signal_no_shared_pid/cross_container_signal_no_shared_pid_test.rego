package podlint.rules.process.cross_container_signal_no_shared_pid_test

import data.podlint.lib.testing
import data.podlint.rules.process.cross_container_signal_no_shared_pid as rule

_signal(overrides) := testing.pod({"process": {"lost_signals": [object.union(
	{
		"container": "reload",
		"tool": "pkill",
		"target": "nginx",
		"owner": "web",
		"path": ["spec", "containers", 1, "args", 0, 2],
	},
	overrides,
)]}})

test_signal_denied if {
	rule.violation == {{
		"msg": "container \"reload\" sends HUP to \"nginx\", a process of \"web\" that it cannot see without shareProcessNamespace",
		"path": ["spec", "containers", 1, "args", 0, 2],
		"container": "reload",
	}} with input as _signal({"signal": "HUP"})
}

test_tool_denied if {
	some v in rule.violation with input as _signal({"tool": "strace"})
	startswith(v.msg, "container \"reload\" runs strace on \"nginx\"")
}

test_no_signal_allowed if {
	rule.violation == set() with input as testing.pod({})
}
