package podlint.rules.logging.readonly_rootfs_write_path_test

import data.podlint.lib.testing
import data.podlint.rules.logging.readonly_rootfs_write_path as rule

_locked := ["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"]

_write(overrides) := object.union(
	{
		"container": "app",
		"file": "/tmp/app.pid",
		"more": 0,
		"default": false,
		"tolerated": false,
		"path": ["spec", "containers", 0, "args", 0],
		"locked": _locked,
	},
	overrides,
)

_pod(write) := testing.pod({"logging": {"read_only_writes": [_write(write)]}})

test_flag_denied if {
	rule.violation == {{
		"msg": "container \"app\" writes /tmp/app.pid, but its root file system is read-only and no volume lies there",
		"path": ["spec", "containers", 0, "args", 0],
		"container": "app",
		"severity": "error",
		"related": [{"msg": "the root file system is read-only", "path": _locked}],
	}} with input as _pod({})
}

test_default_denied_at_the_setting if {
	some v in rule.violation with input as _pod({"default": true, "more": 1})
	v.path == _locked
	v.related == []
	contains(v.msg, "writes /tmp/app.pid (and 1 more) by default, but")
}

test_tolerated_denied_as_warning if {
	some v in rule.violation with input as _pod({"tolerated": true})
	v.severity == "warning"
}

test_no_write_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("app", {})]})
}
