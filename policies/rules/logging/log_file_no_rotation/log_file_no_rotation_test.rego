package podlint.rules.logging.log_file_no_rotation_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_file_no_rotation as rule

_log(overrides) := object.union(
	{
		"container": "app",
		"file": "/logs/app.log",
		"more": 0,
		"volume": "logs",
		"kind": "emptyDir",
		"known": true,
		"rung": 1,
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

_pod(log) := testing.pod({"logging": {"unrotated": [_log(log)]}})

test_endless_append_denied if {
	rule.violation == {{
		"msg": "container \"app\" appends for ever to /logs/app.log on volume \"logs\", with no rotation and no size limit in sight",
		"path": ["spec", "containers", 0, "command", 2],
		"container": "app",
		"severity": "warning",
	}} with input as _pod({})
}

test_several_files_denied_once if {
	some v in rule.violation with input as _pod({"more": 1})
	contains(v.msg, "/logs/app.log (and 1 more) on volume")
}

test_unseen_writer_denied_as_info if {
	some v in rule.violation with input as _pod({"known": false, "rung": 0})
	v.severity == "info"
	startswith(v.msg, "container \"app\" seems to write the log /logs/app.log")
}

test_program_that_may_roll_denied_as_info if {
	every doubt in [{"rung": 2}, {"rung": 3}, {"rung": 5}, {"doubtful": ["other"]}] {
		some v in rule.violation with input as _pod(doubt)
		v.severity == "info"
	}
}

test_flag_denied_in_other_words if {
	some v in rule.violation with input as _pod({"rung": 2})
	startswith(v.msg, "container \"app\" logs to /logs/app.log on volume")
}

test_no_such_log_allowed if {
	rule.violation == set() with input as testing.pod({})
}
