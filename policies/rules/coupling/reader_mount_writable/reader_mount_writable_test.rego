package podlint.rules.coupling.reader_mount_writable_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.reader_mount_writable as rule

_mounts(overrides) := [
	testing.mounting("stream", {"self": true, "seen": "all", "does": "reads"}),
	testing.mounting("app", object.union({"path": ["spec", "app"]}, overrides)),
]

_tail(overrides) := testing.followed("stream", "/logs/app.log", object.union({"mounts": _mounts({})}, overrides))

_write(overrides) := testing.file_write("app", "/logs/app.log", object.union({"op": "append", "meets": "same"}, overrides))

_stream := {"tools_only": true}

_pod(stream, reads, parts) := object.union(
	{
		"containers": [testing.container("stream", stream), testing.container("app", {}), testing.container("third", {})],
		"handovers": reads,
		"shares": [testing.share_of("logs", "stream", "app", {})],
	},
	parts,
)

_found(stream, reads, parts) := {v.msg | some v in rule.violation with input as testing.pod(_pod(stream, reads, parts))}

_follows := {"container \"stream\" only follows what \"app\" writes to volume \"logs\", but mounts it writable"}

test_follower_of_a_log_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"stream\" only follows what \"app\" writes to volume \"logs\", but mounts it writable",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
		"container": "stream",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
		"related": [{"msg": "\"app\" writes here", "path": ["spec", "containers", 0, "command", 2]}],
	}} with input as testing.pod(_pod(_stream, [_tail({"writes": [_write({})]})], {}))
}

test_only_one_who_can_write_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"stream\" only follows what \"app\" writes to volume \"logs\", but mounts it writable",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
		"container": "stream",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
		"related": [{"msg": "\"app\" writes here", "path": ["spec", "app"]}],
	}} with input as testing.pod(_pod(_stream, [_tail({})], {}))
	_found(_stream, [_tail({"mounts": _mounts({"does": "writes"})})], {}) == _follows
}

test_app_named_before_its_helper if {
	both := _tail({"mounts": array.concat(_mounts({}), [testing.mounting("third", {})]), "writes": [_write({"container": "third"}), _write({})]})
	shares := {"shares": [testing.share_of("logs", "stream", "app", {}), testing.share_of("logs", "stream", "third", {})]}
	_found(_stream, [both], object.union(shares, {"who": {"third": {"part": "helper"}}})) == _follows
	_found(_stream, [both], shares) == _follows
	_found(_stream, [both], object.union(shares, {"who": {"app": {"part": "helper"}}})) == {"container \"stream\" only follows what \"third\" writes to volume \"logs\", but mounts it writable"}
}

test_every_use_denied_in_its_words if {
	{op: found |
		some op in ["read", "watch", "serve", "tail"]
		some found in _found(_stream, [_tail({"op": op, "writes": [_write({"op": "create", "meets": "overlap"})]})], {})
	} == {
		"read": "container \"stream\" only reads what \"app\" writes to volume \"logs\", but mounts it writable",
		"watch": "container \"stream\" only watches what \"app\" writes to volume \"logs\", but mounts it writable",
		"serve": "container \"stream\" only serves what \"app\" writes to volume \"logs\", but mounts it writable",
		"tail": "container \"stream\" only follows what \"app\" writes to volume \"logs\", but mounts it writable",
	}
}

test_mount_denied_once_with_what_says_most if {
	written := {"writes": [_write({})]}
	_found(_stream, [_tail(object.union(written, {"op": "read"})), _tail(written), _tail(object.union(written, {"op": "serve"}))], {}) == _follows
	_found(_stream, [_tail(object.union(written, {"op": "read"})), _tail(object.union(written, {"op": "read", "path": ["spec"]}))], {}) == {"container \"stream\" only reads what \"app\" writes to volume \"logs\", but mounts it writable"}
}

test_two_mounts_denied_each if {
	again := {"mount": "/again", "mount_path": ["spec", "again"], "writes": [_write({})]}
	count(rule.violation) == 2 with input as testing.pod(_pod(_stream, [_tail({"writes": [_write({})]}), _tail(again)], {}))
}

_web := {"role": "web-front", "own_program": true}

test_server_of_content_denied if {
	_found(_web, [_tail({"op": "serve"})], {"who": {"stream": {"known_certainty": "known"}}}) == {"container \"stream\" only serves what \"app\" writes to volume \"logs\", but mounts it writable"}
}

test_server_by_name_denied_as_less_sure if {
	some v in rule.violation with input as testing.pod(_pod(_web, [_tail({"op": "serve"})], {}))
	v.certainty.lower == 1
}

_agent := {"role": "log-agent", "own_program": true}

test_agent_with_its_settings_denied if {
	_found(_agent, [_tail({"origin": "config"})], {}) == _follows
}

test_agent_without_its_settings_allowed if {
	_found(_agent, [_tail({})], {}) == set()
	_found(_agent, [_tail({"origin": "config", "op": "read"})], {}) == set()
	_found({"role": "log-agent"}, [_tail({"origin": "config"})], {}) == set()
}

test_program_that_nobody_knows_allowed if {
	_found({}, [_tail({})], {}) == set()
	_found({"own_program": true}, [_tail({"op": "serve"})], {}) == set()
	_found({"role": "web-front"}, [_tail({"op": "serve"})], {}) == set()
	_found(_web, [_tail({"op": "read"})], {}) == set()
}

test_read_only_mount_allowed if {
	_found(_stream, [_tail({"read_only": true})], {}) == set()
}

test_own_file_system_allowed if {
	_found(_stream, [_tail({"volume": ""})], {"shares": [testing.share_of("", "stream", "app", {})]}) == set()
}

test_settings_allowed if {
	_found(_stream, [_tail({"kind": "configMap", "writes": [_write({})]})], {}) == set()
}

test_reader_that_writes_too_allowed if {
	_found(_stream, [_tail({"writes": [_write({}), _write({"container": "stream", "self": true, "meets": "apart"})]})], {}) == set()
}

test_socket_on_the_volume_allowed if {
	socket := {"ends": [
		{"container": "stream", "socket": true, "mount_path": "/logs", "sub_path": "", "read_only": false, "propagation": "", "path": ["spec"]},
		{"container": "app", "socket": false, "mount_path": "/logs", "sub_path": "", "read_only": false, "propagation": "", "path": ["spec"]},
	]}
	_found(_stream, [_tail({})], {"shares": [testing.share_of("logs", "stream", "app", socket)]}) == set()
}

test_other_part_allowed if {
	_found(_stream, [_tail({})], {"shares": [testing.share_of("logs", "stream", "app", {"parts": "apart"})]}) == set()
}

test_writer_that_has_ended_allowed if {
	written := [_tail({"kind": "persistentVolumeClaim", "writes": [_write({})]})]
	_found(_stream, written, {}) == _follows
	_found(_stream, written, {"who": {"app": {"class": "init"}}}) == set()
	_found(_stream, [_tail({"kind": "persistentVolumeClaim", "writes": [_write({"phase": "init"})]})], {}) == set()
}

test_other_changes_allowed if {
	every other in [{"op": "remove"}, {"meets": "near"}, {"meets": "apart"}] {
		_found(_stream, [_tail({"kind": "persistentVolumeClaim", "writes": [_write(other)]})], {}) == set()
	}
}

test_reader_that_has_ended_allowed if {
	_found(_stream, [_tail({})], {"who": {"stream": {"class": "init"}}}) == set()
}

test_claim_without_writer_allowed if {
	_found(_stream, [_tail({"kind": "persistentVolumeClaim"})], {}) == set()
}

test_file_that_is_read_without_writer_allowed if {
	_found(_stream, [_tail({"op": "read"})], {}) == set()
}

_three := array.concat(_mounts({}), [testing.mounting("third", {})])

_shares := {"shares": [testing.share_of("logs", "stream", "app", {}), testing.share_of("logs", "stream", "third", {})]}

test_content_of_two_others_allowed if {
	third := array.concat(_mounts({}), [testing.mounting("third", {"writable": false})])
	_found(_web, [_tail({"op": "serve", "mounts": third})], _shares) == set()
}

test_two_who_may_write_allowed if {
	_found(_stream, [_tail({"mounts": _three})], _shares) == set()
	_found(_stream, [_tail({"mounts": _three})], object.union(_shares, {"who": {"third": {"role": "log-rotate"}}})) == _follows
	_found(_stream, [_tail({"mounts": _three})], object.union(_shares, {"who": {"third": {"role": "log-agent", "own_program": true}}})) == _follows
}

test_nobody_who_may_write_allowed if {
	every other in [{"seen": "all"}, {"writable": false}] {
		_found(_stream, [_tail({"mounts": _mounts(other)})], {}) == set()
	}
}

test_server_logs_nothing_beside_its_content if {
	serves := testing.followed("app", "/site", {"op": "serve", "does": "reads", "mount_path": ["spec", "app"], "mounts": []})
	_found(_stream, [_tail({"mounts": _mounts({"does": "reads"})}), serves], {}) == set()
	_found(_stream, [_tail({"mounts": _mounts({"does": "both"})}), serves], {}) == _follows
	_found(_stream, [_tail({"mounts": _mounts({"does": "reads"})}), object.union(serves, {"op": "read"})], {}) == _follows
	_found(_stream, [_tail({"mounts": _mounts({"does": "reads"})}), object.union(serves, {"mount_path": ["spec"]})], {}) == _follows
	_found(_stream, [_tail({})], _at("/usr/share/nginx/html")) == set()
	_found(_stream, [_tail({})], _at("/var/log")) == _follows
}

_at(dir) := {"containers": [
	testing.container("stream", _stream),
	testing.container("app", {"mounts": [testing.mount("logs", dir, {})]}),
]}

test_mount_is_made_read_only if {
	some v in rule.violation with input as testing.pod(_pod(_stream, [_tail({})], {}))
	v.fix.changes == [{"op": "set", "path": ["spec", "containers", 1, "volumeMounts", 0, "readOnly"], "value": true}]
}

test_each_agent_with_its_settings_denied if {
	every role in ["log-agent", "log-stream", "telemetry"] {
		_found({"role": role, "own_program": true}, [_tail({"origin": "config", "writes": [_write({})]})], {}) == _follows
	}
}

test_each_volume_of_settings_allowed if {
	every kind in ["configMap", "secret", "projected", "downwardAPI", "image", "unknown"] {
		_found(_stream, [_tail({"kind": kind, "writes": [_write({})]})], {}) == set()
	}
}
