package podlint.rules.coupling.write_into_config_volume_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.write_into_config_volume as rule

_write(op) := {
	"container": "app", "op": op, "tool": "sed", "file": "/etc/app/app.conf", "volume": "settings", "volume_kind": "configMap",
	"path": ["spec", "containers", 0, "command", 2, 0],
	"mount_path": ["spec", "containers", 0, "volumeMounts", 0],
}

test_write_to_config_map_denied if {
	rule.violation == {{
		"msg": "container \"app\" writes /etc/app/app.conf, but volume \"settings\" (configMap) is read-only",
		"path": ["spec", "containers", 0, "command", 2, 0],
		"container": "app",
		"related": [{"msg": "volume \"settings\" is mounted here", "path": ["spec", "containers", 0, "volumeMounts", 0]}],
	}} with input as testing.pod({"coupling": {"config_writes": [_write("write")]}})
}

test_each_operation_denied if {
	every op in ["append", "create", "remove", "chmod"] {
		found := rule.violation with input as testing.pod({"coupling": {"config_writes": [_write(op)]}})
		count(found) == 1
	}
}

test_no_write_allowed if {
	rule.violation == set() with input as testing.pod({})
}
