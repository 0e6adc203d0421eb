package podlint.rules.process.signal_uid_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.process.signal_uid_mismatch as rule

test_other_user_denied if {
	rule.violation == {{
		"msg": "container \"reload\" (user 1000) signals \"nginx\" of \"web\" (user 101): the kernel refuses",
		"path": ["spec", "containers", 1, "args", 0, 1],
		"container": "reload",
	}} with input as testing.pod({"process": {"refused_signals": [{
		"container": "reload",
		"user": 1000,
		"tool": "pkill",
		"signal": "HUP",
		"target": "nginx",
		"owner": "web",
		"owner_user": 101,
		"path": ["spec", "containers", 1, "args", 0, 1],
	}]}})
}

test_no_signal_allowed if {
	rule.violation == set() with input as testing.pod({})
}
