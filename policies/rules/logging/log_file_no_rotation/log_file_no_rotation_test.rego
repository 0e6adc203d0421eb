package podlint.rules.logging.log_file_no_rotation_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_file_no_rotation as rule

_append(overrides) := testing.output("app", "append", "/logs/app.log", object.union(
	{"log": true, "grows": true, "volume": "logs", "mount": "/logs", "endless": true},
	overrides,
))

_mount := testing.mount("logs", "/logs", {})

_pod(logs, parts) := object.union(
	{
		"containers": [testing.container("app", {"mounts": [_mount]}), testing.container("other", {"mounts": [_mount]})],
		"volumes": [testing.volume("logs", "emptyDir", {})],
		"outputs": logs,
	},
	parts,
)

_found(log, parts) := {v.msg | some v in rule.violation with input as testing.pod(_pod([_append(log)], parts))}

_appends := {"container \"app\" appends for ever to /logs/app.log on volume \"logs\": no rotation or size limit in sight"}

_logs := {"container \"app\" logs to /logs/app.log on volume \"logs\": no rotation or size limit in sight"}

test_endless_append_denied if {
	rule.violation == {{
		"msg": "container \"app\" appends for ever to /logs/app.log on volume \"logs\": no rotation or size limit in sight",
		"path": ["spec", "containers", 0, "command", 2],
		"container": "app",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as testing.pod(_pod([_append({})], {}))
}

test_redirect_and_tool_denied if {
	_found({"text": "app > /logs/app.log", "tool": ""}, {}) == _appends
	_found({"text": "tee -a /logs/app.log", "tool": ""}, {}) == _appends
	_found({"text": "app /logs/app.log", "tool": "app"}, {}) == _appends
}

test_configuration_denied if {
	_found({"origin": "config", "text": "access_log"}, {}) == _appends
}

test_program_that_may_roll_denied_as_info if {
	every told in [{"origin": "flag"}, {"origin": "env"}, {"text": "app --log-file=/logs/app.log", "tool": ""}] {
		some v in rule.violation with input as testing.pod(_pod([_append(told)], {}))
		v.certainty.lower == 1
		v.certainty.reason == "\"app\" may roll the file itself"
		{v.msg} == _logs
	}
}

test_stranger_that_may_rotate_denied_as_doubt if {
	some v in rule.violation with input as testing.pod(_pod([_append({"mounts": [testing.file_mount("other", {})]})], {"who": {"other": {"opaque": true}}}))
	v.certainty.doubt == true
	v.certainty.reason == "\"other\" may rotate the file"
}

test_others_that_cannot_rotate_denied if {
	opaque := {"who": {"other": {"opaque": true}}}
	sure := {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""}
	every other in [
		[{}, {}],
		[{"read_only": true}, opaque],
		[{"holds": false}, opaque],
		[{}, {"who": {"other": {"opaque": true, "running": false}}}],
	] {
		[mount, who] := other
		some v in rule.violation with input as testing.pod(_pod([_append({"mounts": [testing.file_mount("other", mount)]})], who))
		v.certainty == sure
	}
}

test_several_files_denied_once if {
	{v.msg | some v in rule.violation} == {"container \"app\" appends for ever to /logs/app.log (and 1 more) on volume \"logs\": no rotation or size limit in sight"} with input as testing.pod(_pod(
		[_append({}), _append({"file": "/logs/b.log", "in": "b.log", "path": ["spec"]})],
		{},
	))
}

test_each_volume_denied if {
	two := [testing.volume("logs", "emptyDir", {}), testing.volume("more", "emptyDir", {})]
	count(rule.violation) == 2 with input as testing.pod(_pod([_append({}), _append({"volume": "more", "path": ["spec"]})], {"volumes": two}))
}

_volume(kind, overrides) := {"volumes": [testing.volume("logs", kind, overrides)]}

test_volumes_that_fill_up_denied if {
	_found({}, _volume("persistentVolumeClaim", {})) == _appends
	_found({}, _volume("ephemeral", {})) == _appends
}

test_bounded_volumes_allowed if {
	_found({}, _volume("emptyDir", {"size_limit_bytes": 1})) == set()
	_found({}, _volume("hostPath", {})) == set()
	_found({}, {"volumes": [testing.volume("other", "emptyDir", {})]}) == set()
}

test_other_changes_allowed if {
	every other in [{"log": false}, {"grows": false}, {"op": "write"}, {"phase": "init"}] {
		_found(other, {}) == set()
	}
}

_app(overrides) := {"containers": [
	testing.container("app", object.union({"mounts": [_mount]}, overrides)),
	testing.container("other", {"mounts": [_mount]}),
]}

test_storage_limit_allowed if {
	_found({}, _app({"resources": {"limits": {"ephemeral_storage_bytes": 1}}})) == set()
}

test_container_that_ends_allowed if {
	_found({}, _app({"lifetime": "finite"})) == set()
	_found({}, _app({"class": "init"})) == set()
	_found({}, object.union(_app({}), {"runs": "to-completion"})) == set()
}

test_container_that_goes_on_denied if {
	_found({}, _app({"lifetime": "finite", "waits": true})) == _appends
	_found({}, object.union(_app({"lifetime": "endless"}), {"runs": "to-completion"})) == _appends
	_found({}, _app({"class": "sidecar"})) == _appends
}

_by(op, overrides) := {"writers": [testing.file_end("other", op, "/logs/app.log", overrides)]}

test_log_that_is_cut_allowed if {
	_found(_by("remove", {}), {}) == set()
	_found(_by("write", {"endless": true}), {}) == set()
	_found(_by("write", {"origin": "config"}), {}) == set()
}

test_log_that_is_emptied_once_denied if {
	_found(_by("write", {}), {}) == _appends
	_found(_by("remove", {"phase": "init"}), {}) == _appends
	_found(_by("append", {"endless": true}), {}) == _appends
	_found(_by("remove", {}), {"who": {"other": {"running": false}}}) == _appends
}

_other(overrides) := {"containers": [
	testing.container("app", {"mounts": [_mount]}),
	testing.container("other", object.union({"mounts": [_mount]}, overrides)),
]}

test_rotator_allowed if {
	_found({}, _other({"role": "log-rotate"})) == set()
	_found({}, _other({"commands": [testing.command(["logrotate", "/etc/logrotate.conf"], {})]})) == set()
}

test_rotator_of_other_volume_denied if {
	_found({}, _other({"role": "log-rotate", "mounts": [testing.mount("more", "/logs", {})]})) == _appends
	_found({}, _other({"role": "log-rotate", "class": "init"})) == _appends
	_found({}, _other({"commands": [testing.command(["sleep", "1"], {})]})) == _appends
}

test_content_allowed if {
	_found({"readers": [testing.file_end("other", "serve", "/logs/app.log", {})]}, {}) == set()
	_found({"readers": [testing.file_end("other", "tail", "/logs/app.log", {})]}, {}) == _appends
}

_rotated(overrides) := {"logs": [testing.log_of("app", "/logs/app.log", object.union({"rotated": true, "volume": "logs", "in": "app.log"}, overrides))]}

test_rolling_logger_allowed if {
	_found({}, _rotated({})) == set()
}

test_rolling_logger_of_another_file_denied if {
	every other in [{"container": "other"}, {"volume": "more"}, {"rotated": false}, {"in": "b.log"}] {
		_found({}, _rotated(other)) == _appends
	}
}

_second(log, writer) := object.union(
	{"container": "other", "origin": "env", "writers": [testing.file_end("app", "append", "/logs/app.log", object.union({"origin": "env"}, writer))]},
	log,
)

test_file_of_an_earlier_variable_allowed if {
	_found(_second({}, {}), {}) == set()
	count(_found(_second({"origin": "flag"}, {}), {})) == 1
	count(_found(_second({}, {"origin": "flag"}), {})) == 1
	count(_found(_second({}, {"meets": "overlap"}), {})) == 1
	count(_found(_second({}, {"self": true}), {})) == 1
	count(_found(_second({}, {"container": "other"}), {})) == 1
}

_seems := {"container \"app\" seems to write the log /logs/app.log on volume \"logs\": no rotation or size limit in sight"}

_follow(overrides) := testing.followed("other", "/logs/app.log", object.union(
	{"mounts": [testing.mounting("app", {}), testing.mounting("other", {"self": true, "seen": "all"})]},
	overrides,
))

_unseen(read, app, parts) := {v.msg |
	opaque := object.union({"handovers": [_follow(read)], "who": {"app": object.union({"opaque": true}, app)}}, parts)
	some v in rule.violation with input as testing.pod(_pod([], opaque))
}

test_unseen_writer_denied_as_doubt if {
	_unseen({}, {}, {}) == _seems
	some v in rule.violation with input as testing.pod(_pod([], {"handovers": [_follow({})], "who": {"app": {"opaque": true}}}))
	v.certainty.doubt == true
	v.path == ["spec", "volumes", 0, "name"]
}

test_unseen_writer_denied_once if {
	two := [_follow({}), _follow({"file": "/logs/b.log"})]
	{v.msg | some v in rule.violation} == _seems with input as testing.pod(_pod([], {"handovers": two, "who": {"app": {"opaque": true}}}))
}

test_nobody_known_to_write_allowed if {
	every other in [{"does": "reads"}, {"origin": "config"}, {"wide": true}, {"met": true}, {"mounts": []}] {
		_unseen(other, {}, {}) == set()
	}
	_unseen({"mounts": [testing.mounting("app", {}), testing.mounting("third", {})]}, {}, {}) == set()
	_unseen({"mounts": [testing.mounting("other", {})]}, {}, {"who": {"other": {"opaque": true}}}) == set()
	_unseen({}, {"opaque": false}, {}) == set()
	_unseen({}, {}, _volume("hostPath", {})) == set()
	_unseen({}, {}, _app({"lifetime": "finite"})) == set()
	_unseen({}, {}, _rotated({})) == set()
	_unseen({}, {}, _other({"role": "log-rotate"})) == set()
}

test_rolling_logger_of_another_kind_denied if {
	every other in [{"container": "other"}, {"volume": "more"}, {"rotated": false}] {
		_unseen({}, {}, _rotated(other)) == _seems
	}
}

test_no_such_log_allowed if {
	rule.violation == set() with input as testing.pod({})
}
