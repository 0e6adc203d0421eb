package podlint.rules.coupling.watched_path_not_mounted_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.watched_path_not_mounted as rule

_watch(overrides) := testing.file("watch", "/etc/config", object.union({"dir": true, "path": ["spec", "containers", 0, "args", 0]}, overrides))

_reloader(overrides) := testing.container("reload", object.union(
	{"role": "reloader", "own_program": true, "verified": true, "files": [_watch({})]},
	overrides,
))

_pod(overrides, fields) := testing.pod(object.union({"containers": [_reloader(overrides)]}, fields))

test_watched_path_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"reload\" watches /etc/config, which lies on none of its volumes, so it never sees a change"
	v.path == ["spec", "containers", 0, "args", 0]
	v.container == "reload"
	v.certainty.lower == 0
}

test_place_of_the_settings_is_named if {
	some v in rule.violation with input as _pod({"mounts": [testing.mount("settings", "/conf", {"kind": "configMap"})]}, {})
	endswith(v.msg, "(volume \"settings\" is at /conf)")
}

test_another_program_denied_as_doubt if {
	some v in rule.violation with input as _pod({"role": "unknown", "seen": {"files": "some"}, "signals": [testing.signal("nginx", {"own": false})]}, {})
	v.certainty.doubt
}

test_told_by_what_it_does_denied if {
	signals := {"role": "unknown", "signals": [testing.signal("nginx", {"own": false})]}
	count(rule.violation) == 1 with input as _pod(signals, {})
	count(rule.violation) == 1 with input as _pod({"role": "unknown"}, {"connections": [testing.connection("reload", {"purpose": "reload"})]})
}

test_neighbour_has_it_there_denied if {
	count(rule.violation) == 1 with input as testing.pod({"containers": [
		_reloader({"role": "unknown"}),
		testing.container("app", {"mounts": [testing.mount("settings", "/etc/config", {})]}),
	]})
}

test_own_watch_allowed if {
	every overrides in [
		{"role": "unknown"},
		{"role": "unknown", "signals": [testing.signal("nginx", {"own": true})]},
	] {
		rule.violation == set() with input as _pod(overrides, {})
	}
	every call in [{"purpose": "upstream"}, {"purpose": "reload", "from": "app"}, {"purpose": "reload", "via": "mention"}] {
		rule.violation == set() with input as _pod({"role": "unknown"}, {"connections": [testing.connection("reload", call)]})
	}
}

test_second_path_denied_once if {
	count(rule.violation) == 1 with input as _pod({"files": [_watch({}), _watch({"file": "/etc/more"})]}, {})
}

test_watched_elsewhere_allowed if {
	every overrides in [
		{"volume": "settings"},
		{"phase": "hook"},
		{"file": "config"},
		{"file": "/etc/$(X)"},
		{"file": "/var/log/pods/x"},
		{"file": "/var/run/secrets/kubernetes.io/serviceaccount"},
		{"file": "/run/secrets/x"},
		{"op": "read"},
	] {
		rule.violation == set() with input as _pod({"files": [_watch(overrides)]}, {})
	}
}

test_mount_below_allowed if rule.violation == set() with input as _pod({"mounts": [testing.mount("settings", "/etc/config/a", {})]}, {})

test_own_files_allowed if {
	rule.violation == set() with input as _pod({"files": [_watch({}), testing.file("write", "/etc/config/list", {})]}, {})
}

test_own_files_elsewhere_denied if {
	count(rule.violation) == 1 with input as _pod({"files": [_watch({}), testing.file("write", "/tmp/list", {})]}, {})
}

test_init_container_allowed if rule.violation == set() with input as _pod({"class": "init"}, {})

test_injector_allowed if rule.violation == set() with input as _pod({}, {"injectors": [testing.injector("vault", {})]})

test_node_itself_allowed if rule.violation == set() with input as _pod({}, {"host_process": true})
