package podlint.rules.process.signal_targets_pause_test

import data.podlint.lib.testing
import data.podlint.rules.process.signal_targets_pause as rule

_target(fields) := testing.pod({"process": {"pause_targets": [object.union(
	{"container": "reload", "path": ["spec", "containers", 1, "args", 0, 2]},
	fields,
)]}})

test_signal_denied if {
	rule.violation == {{
		"msg": "container \"reload\" sends HUP to process 1, which is the pause process under shareProcessNamespace",
		"path": ["spec", "containers", 1, "args", 0, 2],
		"container": "reload",
	}} with input as _target({"kind": "signal", "tool": "kill", "signal": "HUP"})
}

test_tool_denied if {
	some v in rule.violation with input as _target({"kind": "signal", "tool": "gdb"})
	startswith(v.msg, "container \"reload\" runs gdb on process 1,")
}

test_log_denied if {
	some v in rule.violation with input as _target({"kind": "log", "file": "/proc/1/fd/1"})
	startswith(v.msg, "container \"reload\" writes its log to /proc/1/fd/1 of process 1,")
}

test_no_target_allowed if {
	rule.violation == set() with input as testing.pod({})
}
