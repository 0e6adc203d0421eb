package podlint.rules.coupling.init_output_unused_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.init_output_unused as rule

_lost(overrides) := object.union(
	{"container": "fetch", "file": "/data/model.bin", "path": ["spec", "initContainers", 0, "command", 2]},
	overrides,
)

test_own_file_system_denied if {
	rule.violation == {{
		"msg": "init container \"fetch\" makes /data/model.bin on its own file system: the next container cannot see it",
		"path": ["spec", "initContainers", 0, "command", 2],
		"container": "fetch",
	}} with input as testing.pod({"coupling": {"lost_outputs": [_lost({})]}})
}

test_lonely_volume_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"lost_outputs": [_lost({"volume": "data"})]}})
	{v.msg | some v in found} == {concat("", [
		"init container \"fetch\" makes /data/model.bin on volume \"data\" that nobody else mounts: ",
		"the next container cannot see it",
	])}
}

test_handed_over_allowed if {
	rule.violation == set() with input as testing.pod({})
}
