package podlint.rules.coupling.claim_beside_data_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.claim_beside_data as rule

_at := ["spec", "containers", 0, "volumeMounts", 0]

_write(overrides) := testing.output("db", "write", "/var/lib/db", object.union(
	{"volume": "", "dir": true, "origin": "image", "certainty": "known"},
	overrides,
))

_mount(overrides) := object.union({"volume": "claim", "kind": "persistentVolumeClaim", "mount_path": "/data", "read_only": false, "path": _at}, overrides)

_container(overrides) := testing.container("db", object.union({"role": "datastore", "mounts": [_mount({})]}, overrides))

_violations(write, container, takers) := found if {
	found := rule.violation with input as testing.pod({
		"containers": [container, testing.container("sync", {})],
		"outputs": [write],
		"volumes": [{"name": "claim", "kind": "persistentVolumeClaim", "mounted_by": [{"container": name} | some name in takers]}],
	})
}

_written(overrides) := count(_violations(_write(overrides), _container({}), ["db"]))

_of(overrides) := count(_violations(_write({}), _container(overrides), ["db"]))

_mounted(overrides) := _of({"mounts": [_mount(overrides)]})

test_claim_elsewhere_denied if {
	{object.remove(v, ["certainty"]) | some v in _violations(_write({}), _container({}), ["db"])} == {{
		"msg": "container \"db\" keeps its data in /var/lib/db, on no volume; the claim on \"claim\" is mounted at /data",
		"path": array.concat(_at, ["mountPath"]),
		"container": "db",
	}}
	_of({"role": "cache"}) == 1
}

test_other_writes_allowed if {
	_written({"volume": "claim"}) == 0
	_written({"dir": false}) == 0
	_written({"op": "create"}) == 0
	_written({"origin": "flag"}) == 0
	_written({"phase": "hook"}) == 0
	_written({"holds_mount": true}) == 0
	_of({"role": "app"}) == 0
}

test_other_mounts_allowed if {
	_mounted({"kind": "emptyDir"}) == 0
	_mounted({"read_only": true}) == 0
	_mounted({"mount_path": "/mnt/backups"}) == 0
	_mounted({"mount_path": "/var/log/db"}) == 0
	_mounted({"mount_path": "/store"}) == 1
	_of({"mounts": []}) == 0
}

test_shared_claim_allowed if count(_violations(_write({}), _container({}), ["db", "sync"])) == 0

test_path_that_is_told_allowed if {
	_of({"argv": ["db", "--dir=/data/x"]}) == 0
	_of({"argv": ["db", "--dir=/dat"]}) == 1
	_of({"env": [{"name": "STORE", "known": true, "value": "/data"}]}) == 0
	_of({"env": [{"name": "STORE", "known": true, "value": "/srv"}]}) == 1
	_of({"files": [{"file": "/data/x"}]}) == 0
	_of({"files": [{"file": "/etc/x"}]}) == 1
}

test_path_that_may_be_told_allowed if {
	_of({"env": [{"name": "DB_DATA", "known": false}]}) == 0
	_of({"env": [{"name": "DB_PASSWORD", "known": false}]}) == 1
	_of({"mounts": [_mount({}), _mount({"volume": "settings", "kind": "configMap", "mount_path": "/etc/db"})]}) == 0
	_of({"mounts": [_mount({}), _mount({"volume": "scratch", "kind": "emptyDir", "mount_path": "/tmp"})]}) == 1
}
