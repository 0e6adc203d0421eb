package podlint.rules.logging.tail_loses_rotated_file_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_loses_rotated_file as rule

_stream(overrides) := object.union(
	{
		"container": "logs",
		"file": "/logs/app.log",
		"command": true,
		"by_name": false,
		"rotated_by": {"container": "app", "path": ["spec", "containers", 0, "args", 0]},
		"path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

_pod(stream) := testing.pod({"logging": {"streams": [stream]}})

test_rotated_file_denied if {
	rule.violation == {{
		"msg": "container \"logs\" follows /logs/app.log with tail -f, but \"app\" rotates it: the stream stops then; -F goes on",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "logs",
		"related": [{"msg": "container \"app\" rotates the file", "path": ["spec", "containers", 0, "args", 0]}],
	}} with input as _pod(_stream({}))
}

test_follow_by_name_allowed if {
	rule.violation == set() with input as _pod(_stream({"by_name": true}))
}

test_agent_allowed if {
	rule.violation == set() with input as _pod(_stream({"command": false}))
}

test_no_rotation_allowed if {
	rule.violation == set() with input as _pod(object.remove(_stream({}), ["rotated_by"]))
}
