package podlint.rules.coupling.uid_mismatch_no_fsgroup_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.uid_mismatch_no_fsgroup as rule

_write_at := ["spec", "containers", 1, "command", 2]

_made_at := ["spec", "containers", 0, "command", 2]

_user(id, overrides) := {"security": object.union({"run_as_user": {"value": id, "origin": "container", "certainty": "stated"}}, overrides)}

_made(overrides) := testing.file_end("app", "append", "/logs/app.log", object.union({"path": _made_at}, overrides))

_write(op, overrides, made) := testing.output("trim", op, "/logs/app.log", object.union({"path": _write_at, "writers": [made]}, overrides))

_pod(app, trim, list, more) := testing.pod(object.union(
	{
		"containers": [
			testing.container("app", object.union(_user(1000, {}), app)),
			testing.container("trim", object.union(_user(2000, {}), trim)),
		],
		"outputs": list,
	},
	more,
))

_found(op, overrides, made) := found if {
	found := rule.violation with input as _pod({}, {}, [_write(op, overrides, _made(made))], {})
}

_found_with(app, trim) := found if {
	found := rule.violation with input as _pod(app, trim, [_write("append", {}, _made({}))], {})
}

test_append_to_file_of_other_user_denied if {
	some v in _found("append", {}, {})
	v.msg == "container \"trim\" (user 2000) appends to /logs/app.log, which \"app\" (user 1000) makes; no fsGroup gives it access"
	v.path == _write_at
	v.container == "trim"
	v.certainty.lower == 0
	v.related == [{"msg": "\"app\" makes it here", "path": _made_at}]
}

test_each_operation_denied if {
	every op in ["write", "create", "remove", "chmod"] { count(_found(op, {}, {})) == 1 }
}

test_file_below_a_directory_denied if count(_found("remove", {"in": "out/x"}, {"dir": true, "in": "out", "meets": "overlap"})) == 1

test_one_report_for_a_pair_denied if {
	write := object.union(_write("append", {}, _made({})), {"writers": [_made({}), _made({"op": "write"})]})
	count(rule.violation) == 1 with input as _pod({}, {}, [write, _write("remove", {}, _made({}))], {})
}

test_guessed_user_a_step_lower_denied if {
	some v in _found_with({"security": {"run_as_user": {"value": 1000, "certainty": "guessed"}}}, {})
	v.certainty.lower == 1
}

test_later_maker_of_a_file_that_is_truncated_denied if {
	write := testing.output("app", "write", "/logs/x", {"tool": "truncate", "writers": [testing.file_end("trim", "write", "/logs/x", {})]})
	count(rule.violation) == 1 with input as _pod({}, {}, [write], {})
}

test_earlier_one_makes_it_allowed if {
	write := testing.output("app", "write", "/logs/x", {"writers": [testing.file_end("trim", "write", "/logs/x", {})]})
	rule.violation == set() with input as _pod({}, {}, [write], {})
}

test_uses_that_need_no_right_allowed if {
	every overrides in [{"kind": "hostPath"}, {"phase": "hook"}, {"ignorable": true}, {"in": "."}] {
		_found("append", overrides, {}) == set()
	}
}

test_files_that_are_not_made_allowed if {
	every made in [
		{"op": "remove"}, {"tool": "sed"}, {"glob": true}, {"origin": "image"}, {"phase": "hook"}, {"meets": "overlap"},
		{"dir": true, "in": "other", "meets": "overlap"},
	] {
		_found("append", {}, made) == set()
	}
}

test_maker_that_opens_them_allowed if {
	opens := testing.output("app", "chmod", "/logs", {})
	rule.violation == set() with input as _pod({}, {}, [_write("append", {}, _made({})), opens], {})
	_found_with({"commands": [testing.command(["umask", "0"], {})]}, {}) == set()
}

test_same_user_allowed if _found_with({}, _user(1000, {})) == set()

test_root_allowed if _found_with({}, _user(0, {})) == set()

test_unknown_user_allowed if _found_with({}, {"security": {"run_as_user": {"value": null}}}) == set()

test_fs_group_allowed if _found_with({}, _user(2000, {"fs_group": {"value": 2000}})) == set()

test_common_group_allowed if {
	_found_with(_user(1000, {"run_as_group": {"value": 5}}), _user(2000, {"run_as_group": {"value": 5}})) == set()
}

test_init_container_allowed if _found_with({}, {"class": "init"}) == set()

_dial(overrides, server) := testing.connection("trim", object.union(
	{
		"host_class": "socket", "socket": "/run/app.sock", "volume": "run", "protocol": "UNIX", "answer": "neighbour",
		"to": [testing.server("app", object.union({"origin": "script"}, server))],
	},
	overrides,
))

_dialled(app, overrides, server) := found if {
	found := rule.violation with input as _pod(app, {}, [], {"connections": [_dial(overrides, server)]})
}

test_socket_of_other_user_denied if {
	some v in _dialled({"tools_only": true}, {}, {})
	v.msg == "container \"trim\" (user 2000) connects to /run/app.sock, which \"app\" (user 1000) makes; no fsGroup gives it access"
}

test_socket_of_a_program_allowed if _dialled({}, {}, {}) == set()

test_socket_of_a_setting_allowed if _dialled({"tools_only": true}, {}, {"origin": "flag"}) == set()

test_socket_on_no_volume_allowed if _dialled({"tools_only": true}, {"volume": ""}, {}) == set()
