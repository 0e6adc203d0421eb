package podlint.rules.lifecycle.init_reads_too_early_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_reads_too_early as rule

_write(who, overrides) := testing.file_write(who, "/config/app.conf", object.union({"volume": "config", "in": "app.conf", "meets": "same", "path": ["spec", "write"]}, overrides))

_read(overrides) := testing.read("migrate", "/config/app.conf", object.union(
	{
		"phase": "init", "volume": "config", "kind": "emptyDir", "written": true, "path": ["spec", "read"],
		"writes": [_write("render", {})],
		"mounts": [testing.mounting("migrate", {"self": true, "seen": "all"}), testing.mounting("render", {"seen": "some"})],
	},
	overrides,
))

_pod(read, lists) := testing.pod(object.union(
	{
		"containers": [testing.init("first", {}), testing.init("migrate", {}), testing.init("render", {}), testing.container("app", {})],
		"handovers": [_read(read)],
	},
	lists,
))

test_later_writer_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "init container \"migrate\" reads /config/app.conf, which \"render\" writes only later"
	v.path == ["spec", "read"]
	v.container == "migrate"
	v.certainty.lower == 0
	v.related == [{"msg": "\"render\" writes it here", "path": ["spec", "write"]}]
}

test_later_ways_to_write_denied if {
	every op in ["append", "create"] { count(rule.violation) == 1 with input as _pod({"writes": [_write("render", {"op": op})]}, {}) }
}

test_earlier_mount_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({"mounts": [testing.mounting("first", {"seen": "some"})]}, {})
	v.certainty.doubt
}

test_earlier_writer_allowed if {
	rule.violation == set() with input as _pod({"writes": [_write("render", {}), _write("first", {})]}, {})
}

test_own_writer_allowed if {
	rule.violation == set() with input as _pod({"writes": [_write("migrate", {"self": true}), _write("render", {})]}, {})
}

test_other_reads_allowed if {
	every read in [
		{"phase": "run"},
		{"does": "follows"},
		{"op": "watch"},
		{"kind": "persistentVolumeClaim"},
		{"written": false},
		{"pattern": true},
		{"ignorable": true},
		{"tool": "test"},
		{"writes": [_write("render", {"meets": "near"})]},
		{"writes": [_write("render", {"op": "chmod"})]},
	] {
		rule.violation == set() with input as _pod(read, {})
	}
}

test_wait_allowed if {
	rule.violation == set() with input as _pod({}, {"waits": [testing.wait("migrate", "/config/app.conf", {})]})
}
