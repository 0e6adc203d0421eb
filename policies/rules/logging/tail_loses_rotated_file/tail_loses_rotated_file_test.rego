package podlint.rules.logging.tail_loses_rotated_file_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_loses_rotated_file as rule

_rotation(overrides) := testing.file_write("app", "/logs/app.log", object.union(
	{"op": "append", "meets": "same", "renames": true, "path": ["spec", "containers", 0, "args", 0]},
	overrides,
))

_pod(read, rotation) := testing.pod({
	"containers": [testing.container("app", {}), testing.init("old", {}), testing.container("logs", {})],
	"handovers": [testing.followed("logs", "/logs/app.log", object.union({"writes": [_rotation(rotation)]}, read))],
})

test_rotated_file_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"logs\" follows /logs/app.log with tail -f, but \"app\" rotates it: the stream stops then; -F goes on"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.certainty.lower == 0
	v.related == [{"msg": "container \"app\" rotates the file", "path": ["spec", "containers", 0, "args", 0]}]
}

test_guess_of_a_rotation_denied_a_step_lower if {
	some v in rule.violation with input as _pod({}, {"certainty": "guessed"})
	v.certainty.lower == 1
}

test_follow_by_name_allowed if rule.violation == set() with input as _pod({"by_name": true}, {})

test_agent_allowed if rule.violation == set() with input as _pod({"tool": ""}, {})

test_another_file_allowed if rule.violation == set() with input as _pod({}, {"meets": "apart"})

test_no_rotation_allowed if rule.violation == set() with input as _pod({}, {"renames": false})

test_before_the_stream_allowed if rule.violation == set() with input as _pod({}, {"container": "old"})

test_fix_finds_the_flag if {
	some v in rule.violation with input as _pod({"text": "exec tail -n +1 -f /logs/app.log"}, {})
	v.fix.changes == [{
		"op": "set",
		"path": ["spec", "containers", 1, "command"],
		"find": "tail -n +1 -f",
		"text": "tail -n +1 -F",
	}]
}
