package podlint.rules.coupling.read_beside_mount_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.read_beside_mount as rule

_read(overrides) := testing.file("read", "/work/app.conf", object.union({"text": "cat"}, overrides))

_app(overrides) := testing.container("app", object.union(
	{"files": [_read({})], "mounts": [testing.mount("work", "/etc/shop", {})]},
	overrides,
))

_volume(overrides) := testing.volume("work", "emptyDir", object.union(
	{"mounted_by": [
		testing.mounted_by("app", "/etc/shop", {}),
		testing.mounted_by("settings", "/work", {}),
	]},
	overrides,
))

_written := [testing.output("settings", "write", "/work/app.conf", {"volume": "work"})]

_pod(app, volume, lists) := testing.pod(object.union(
	{"containers": [testing.init("settings", {}), _app(app)], "volumes": [_volume(volume)]},
	lists,
))

test_read_denied_a_step_lower if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"app\" reads /work/app.conf, but mounts volume \"work\" at /etc/shop; /work is where \"settings\" mounts it"
	v.path == _read({}).path
	v.container == "app"
	v.certainty.lower == 1
	not v.certainty.doubt
}

test_written_there_denied if {
	some v in rule.violation with input as _pod({}, {}, {"outputs": _written})
	v.certainty.lower == 0
}

test_option_denied_as_guess if {
	some v in rule.violation with input as _pod(
		{"files": [], "flags": [{"name": "config", "value": "/work/app.conf", "path": ["spec"]}]},
		{}, {"outputs": _written},
	)
	contains(v.msg, "is given /work/app.conf")
	v.certainty.lower == 1
}

test_one_image_denied_as_doubt if {
	some v in rule.violation with input as _pod({}, {}, {"who": {"app": {"image": "example.org/shop"}, "settings": {"image": "example.org/shop"}}})
	v.certainty.doubt
}

test_other_reads_allowed if {
	every overrides in [
		{"certainty": "guessed"},
		{"op": "write"},
		{"op": "watch"},
		{"volume": "other"},
		{"ignorable": true},
		{"tool": "test"},
		{"file": "/work"},
		{"file": "/works/app.conf"},
		{"file": "/work/$(NAME)"},
	] {
		rule.violation == set() with input as _pod({"files": [_read(overrides)]}, {}, {})
	}
}

test_other_options_allowed if {
	every value in ["", "work/app.conf", "/etc/other.conf"] {
		rule.violation == set() with input as _pod({"files": [], "flags": [{"name": "config", "value": value, "path": ["spec"]}]}, {}, {})
	}
}

test_own_file_allowed if {
	rule.violation == set() with input as _pod({"files": [testing.file("write", "/work/app.conf", {}), _read({})]}, {}, {})
}

test_mounted_there_too_allowed if {
	rule.violation == set() with input as _pod(
		{}, {"mounted_by": [
			testing.mounted_by("app", "/etc/shop", {}),
			testing.mounted_by("app", "/work", {}),
			testing.mounted_by("settings", "/work", {}),
		]},
		{},
	)
}

test_another_volume_there_allowed if {
	rule.violation == set() with input as _pod({"mounts": [testing.mount("other", "/work", {})]}, {}, {})
}

test_root_allowed if {
	rule.violation == set() with input as _pod(
		{}, {"mounted_by": [
			testing.mounted_by("app", "/etc/shop", {}),
			testing.mounted_by("settings", "/", {}),
		]},
		{},
	)
}

test_other_volumes_allowed if rule.violation == set() with input as _pod({}, {"kind": "hostPath"}, {})

test_filler_of_the_volume_allowed if {
	rule.violation == set() with input as _pod({"files": [_read({}), testing.file("write", "/etc/shop/x", {"volume": "work"})]}, {}, {})
}
