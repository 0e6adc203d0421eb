package podlint.rules.logging.readonly_rootfs_write_path_test

import data.podlint.lib.testing
import data.podlint.rules.logging.readonly_rootfs_write_path as rule

_lock := ["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"]

_read_only := {"security": {"read_only_root_filesystem": {"value": true, "origin": "container", "path": _lock}}}

_flag := ["spec", "containers", 0, "args", 0]

_write(overrides) := testing.output("app", "append", "/tmp/app.pid", object.union(
	{"volume": "", "kind": "", "in": "", "mount": "", "origin": "flag", "path": _flag},
	overrides,
))

_pod(app, list, overrides) := testing.pod(object.union(
	{"containers": [testing.container("app", object.union(_read_only, app))], "outputs": list},
	overrides,
))

_found(overrides) := found if {
	found := rule.violation with input as _pod({}, [_write(overrides)], {})
}

test_flag_denied if {
	some v in _found({})
	v.msg == "container \"app\" writes /tmp/app.pid, but its root file system is read-only there"
	v.path == _flag
	v.container == "app"
	v.severity == "error"
	v.certainty.lower == 0
	v.related == [{"msg": "the root file system is read-only", "path": _lock}]
}

test_default_denied_at_the_setting if {
	default_write := _write({"origin": "image", "certainty": "known"})
	some v in rule.violation with input as _pod({}, [default_write, _write({"file": "/run/x"})], {})
	v.path == _lock
	v.related == []
	contains(v.msg, "writes /tmp/app.pid (and 1 more) by default, but")
}

test_one_report_for_a_container_denied if {
	count(rule.violation) == 1 with input as _pod({}, [_write({}), _write({"file": "/run/x"})], {})
}

test_guess_a_step_lower_denied if {
	some v in _found({"origin": "env", "certainty": "guessed"})
	v.certainty.lower == 1
}

test_file_that_is_made_denied if count(_found({"op": "create"})) == 1

test_loop_denied_as_warning if {
	some v in _found({"origin": "script", "endless": true})
	v.severity == "warning"
}

_script(paths) := {
	"commands": [testing.command(["date"], {"path": path}) | some path in paths],
}

test_script_that_goes_on_denied_as_warning if {
	some v in rule.violation with input as _pod(_script([["a"], ["b"]]), [_write({"origin": "script", "path": ["a"]})], {"who": {"app": {"shell": true}}})
	v.severity == "warning"
}

test_command_without_a_script_denied if {
	some v in rule.violation with input as _pod(_script([["a"], ["b"]]), [_write({"origin": "script", "path": ["a"]})], {})
	v.severity == "error"
}

test_last_command_denied if {
	some v in rule.violation with input as _pod(_script([["a"], ["b"]]), [_write({"origin": "script", "path": ["b"]})], {"who": {"app": {"shell": true}}})
	v.severity == "error"
}

test_each_that_does_not_write_the_root_allowed if {
	every overrides in [
		{"volume": "data"}, {"ignorable": true}, {"glob": true}, {"exact": false}, {"phase": "hook"}, {"file": "app.pid"}, {"tool": "logrotate"},
		{"file": "/dev/shm/x"}, {"op": "remove"}, {"op": "create", "dir": true}, {"dir": true, "holds_mount": true},
	] {
		_found(overrides) == set()
	}
}

test_default_that_is_guessed_allowed if _found({"origin": "image", "certainty": "guessed"}) == set()

test_default_data_directory_allowed if _found({"origin": "image", "certainty": "known", "file": "/data"}) == set()

test_termination_message_allowed if {
	rule.violation == set() with input as _pod({"termination_message_path": "/tmp/app.pid"}, [_write({})], {})
}

test_writable_root_allowed if {
	writable := {"security": {"read_only_root_filesystem": {"value": false, "path": _lock}}}
	rule.violation == set() with input as _pod(writable, [_write({})], {})
}

test_undecided_root_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("app", {})], "outputs": [_write({})]})
}

test_ephemeral_container_allowed if {
	rule.violation == set() with input as _pod({"class": "ephemeral"}, [_write({})], {})
}

test_windows_allowed if {
	rule.violation == set() with input as _pod({}, [_write({})], {"windows": true})
}

test_each_place_that_stays_writable_allowed if {
	every place in ["/dev/x", "/proc/x", "/sys/x", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"] { count(_found({"file": place})) == 0 }
}

test_each_place_of_an_images_default_denied if {
	every place in {
		"/run", "/tmp", "/usr/local/apache2/logs", "/usr/share/filebeat/data", "/var/cache", "/var/log", "/var/run", "/var/tmp",
	} {
		count(_found({"file": sprintf("%s/x", [place]), "origin": "image", "certainty": "known"})) == 1
	}
	count(_found({"file": "/srv/x", "origin": "image", "certainty": "known"})) == 0
}
