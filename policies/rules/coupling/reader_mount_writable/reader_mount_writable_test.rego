package podlint.rules.coupling.reader_mount_writable_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.reader_mount_writable as rule

_reader(overrides) := object.union(
	{
		"reader": "web", "writer": "sync", "volume": "html", "mount_path": "/srv", "op": "serve", "file": "/srv",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"writer_path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)

test_server_of_content_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"web\" only serves what \"sync\" writes to volume \"html\", but mounts it writable",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"container": "web",
		"related": [{"msg": "\"sync\" writes here", "path": ["spec", "containers", 1, "args", 0]}],
	}} with input as testing.pod({"coupling": {"pure_readers": [_reader({})]}})
}

test_follower_of_log_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"pure_readers": [_reader({"reader": "tail", "op": "tail"})]}})
	{v.msg | some v in found} == {"container \"tail\" only follows what \"sync\" writes to volume \"html\", but mounts it writable"}
}

test_no_pure_reader_allowed if {
	rule.violation == set() with input as testing.pod({})
}
