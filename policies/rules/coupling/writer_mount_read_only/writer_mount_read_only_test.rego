package podlint.rules.coupling.writer_mount_read_only_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.writer_mount_read_only as rule

_write(overrides) := object.union(
	{
		"container": "writer", "op": "write", "file": "/html/index.html", "volume": "html", "volume_kind": "emptyDir",
		"path": ["spec", "containers", 1, "command", 2],
		"mount_path": ["spec", "containers", 1, "volumeMounts", 0],
	},
	overrides,
)

test_read_only_writer_denied if {
	rule.violation == {{
		"msg": "container \"writer\" writes /html/index.html, but mounts volume \"html\" read-only",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
		"container": "writer",
		"related": [{"msg": "the write is here", "path": ["spec", "containers", 1, "command", 2]}],
	}} with input as testing.pod({"coupling": {"read_only_writes": [_write({})]}})
}

test_waiting_reader_named_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"read_only_writes": [_write({"reader": "web"})]}})
	{v.msg | some v in found} == {"container \"writer\" writes /html/index.html, but mounts volume \"html\" read-only; \"web\" waits for it"}
}

test_sealed_volume_denied if {
	sealed := {"volume": "html", "containers": ["a", "b"], "path": ["spec", "volumes", 0, "name"]}
	rule.violation == {{
		"msg": "emptyDir \"html\" stays empty: all 2 containers mount it read-only",
		"path": ["spec", "volumes", 0, "name"],
	}} with input as testing.pod({"coupling": {"sealed": [sealed]}})
}

test_writable_allowed if {
	rule.violation == set() with input as testing.pod({})
}
