package podlint.rules.coupling.subpath_never_updates_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.subpath_never_updates as rule

_stale(overrides) := object.union(
	{
		"container": "app", "volume": "settings", "kind": "configMap", "mount_path": "/etc/app.conf", "watcher": "reload", "own": false,
		"path": ["spec", "containers", 0, "volumeMounts", 0, "subPath"],
		"watch_path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)

test_app_behind_sub_path_denied if {
	rule.violation == {{
		"msg": "container \"app\" keeps the old /etc/app.conf (a subPath mount) when \"reload\" sees a change",
		"path": ["spec", "containers", 0, "volumeMounts", 0, "subPath"],
		"container": "app",
		"severity": "warning",
		"related": [{"msg": "\"reload\" watches here", "path": ["spec", "containers", 1, "args", 0]}],
	}} with input as testing.pod({"coupling": {"stale_mounts": [_stale({})]}})
}

test_watcher_behind_sub_path_denied if {
	rule.violation == {{
		"msg": "container \"app\" watches /etc/app.conf, but a subPath mount of volume \"settings\" never changes",
		"path": ["spec", "containers", 0, "volumeMounts", 0, "subPath"],
		"container": "app",
		"related": [{"msg": "it is watched here", "path": ["spec", "containers", 1, "args", 0]}],
	}} with input as testing.pod({"coupling": {"stale_mounts": [_stale({"own": true, "watcher": "app"})]}})
}

test_nobody_reloads_allowed if {
	rule.violation == set() with input as testing.pod({})
}
