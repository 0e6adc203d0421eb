package podlint.rules.coupling.shared_emptydir_unbounded_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.shared_emptydir_unbounded as rule

_growing(overrides) := object.union(
	{
		"volume": "logs", "producer": "app", "file": "/logs/app.log", "how": "log", "known": true, "others": ["tail"],
		"path": ["spec", "volumes", 0],
		"producer_path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

_found(overrides) := found if {
	found := {object.remove(v, ["fix"]) | some v in rule.violation} with input as testing.pod({"coupling": {"growing": [_growing(overrides)]}})
}

test_log_denied if {
	_found({}) == {{
		"msg": "container \"app\" keeps filling emptyDir \"logs\" (logs to /logs/app.log), and no size limit bounds it",
		"path": ["spec", "volumes", 0],
		"container": "app",
		"related": [{"msg": "\"app\" fills it here", "path": ["spec", "containers", 0, "args", 0]}],
	}}
}

test_each_kind_of_growth_denied if {
	every how in ["append", "files", "sync", "followed"] {
		count(_found({"how": how})) == 1
	}
}

test_unknown_writer_lowered_denied if {
	_found({"how": "followed", "known": false}) == {{
		"msg": "a log in emptyDir \"logs\" is followed and no size limit bounds it; whether \"app\" rotates it is not known",
		"path": ["spec", "volumes", 0],
		"container": "app",
		"severity": "info",
		"related": [{"msg": "the log is followed here", "path": ["spec", "containers", 0, "args", 0]}],
	}}
}

test_nothing_grows_allowed if {
	rule.violation == set() with input as testing.pod({})
}
