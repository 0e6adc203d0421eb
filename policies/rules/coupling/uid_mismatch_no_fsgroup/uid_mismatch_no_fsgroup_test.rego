package podlint.rules.coupling.uid_mismatch_no_fsgroup_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.uid_mismatch_no_fsgroup as rule

_clash(op) := {
	"container": "trim", "user": 2000, "other": "app", "other_user": 1000, "op": op, "file": "/logs/app.log", "volume": "logs",
	"path": ["spec", "containers", 1, "command", 2],
	"other_path": ["spec", "containers", 0, "command", 2],
}

test_append_to_file_of_other_user_denied if {
	rule.violation == {{
		"msg": "container \"trim\" (user 2000) appends to /logs/app.log, which \"app\" (user 1000) makes; no fsGroup gives it access",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "trim",
		"related": [{"msg": "\"app\" makes it here", "path": ["spec", "containers", 0, "command", 2]}],
	}} with input as testing.pod({"coupling": {"user_clashes": [_clash("append")]}})
}

test_each_operation_denied if {
	every op in ["write", "create", "remove", "chmod", "connect"] {
		found := rule.violation with input as testing.pod({"coupling": {"user_clashes": [_clash(op)]}})
		count(found) == 1
	}
}

test_same_user_allowed if {
	rule.violation == set() with input as testing.pod({})
}
