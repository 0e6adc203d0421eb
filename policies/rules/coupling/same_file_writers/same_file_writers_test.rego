package podlint.rules.coupling.same_file_writers_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.same_file_writers as rule

_clash(appends) := {
	"container": "b", "other": "a", "volume": "data", "file": "/data/state", "appends": appends,
	"path": ["spec", "containers", 1, "command", 2],
	"other_path": ["spec", "containers", 0, "command", 2],
}

test_two_writers_denied if {
	rule.violation == {{
		"msg": "containers \"a\" and \"b\" both write /data/state on volume \"data\"",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "b",
		"related": [{"msg": "\"a\" writes here", "path": ["spec", "containers", 0, "command", 2]}],
	}} with input as testing.pod({"coupling": {"clashes": [_clash(false)]}})
}

test_two_appenders_lowered_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"clashes": [_clash(true)]}})
	{[v.severity, v.msg] | some v in found} == {["info", "containers \"a\" and \"b\" both append to /data/state on volume \"data\""]}
}

test_files_of_their_own_allowed if {
	rule.violation == set() with input as testing.pod({})
}
