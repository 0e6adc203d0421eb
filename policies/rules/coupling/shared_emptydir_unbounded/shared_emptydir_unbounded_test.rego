package podlint.rules.coupling.shared_emptydir_unbounded_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.shared_emptydir_unbounded as rule

_mounters := [testing.mounted_by("app", "/logs", {}), testing.mounted_by("tail", "/logs", {})]

_volume(overrides) := testing.volume("logs", "emptyDir", object.union({"mounted_by": _mounters, "path": ["spec", "volumes", 0]}, overrides))

_app(overrides) := testing.container("app", object.union({"mounts": [testing.mount("logs", "/logs", {})]}, overrides))

_tail(overrides) := testing.container("tail", object.union({"tools_only": true, "mounts": [testing.mount("logs", "/logs", {})]}, overrides))

_grows(overrides) := testing.output("app", "append", "/logs/app.log", object.union({"volume": "logs", "grows": true, "log": true}, overrides))

_pod(changes, overrides) := testing.pod(object.union(
	{
		"containers": [_app({}), _tail({})],
		"volumes": [_volume({})],
		"outputs": changes,
	},
	overrides,
))

_found(changes, overrides) := found if {
	found := {object.remove(v, ["fix"]) | some v in rule.violation} with input as _pod(changes, overrides)
}

test_log_denied if {
	some v in _found([_grows({})], {})
	v.msg == "container \"app\" keeps filling emptyDir \"logs\" (logs to /logs/app.log), and no size limit bounds it"
	v.path == ["spec", "volumes", 0, "name"]
	v.container == "app"
	v.related[0].path == ["spec", "containers", 0, "command", 2]
	v.certainty.lower == 0
}

test_append_denied if {
	some v in _found([_grows({"log": false})], {})
	contains(v.msg, "(appends to /logs/app.log)")
}

test_file_of_a_new_name_denied if {
	some v in _found([_grows({"log": false, "op": "write", "file": "/logs/*.txt", "glob": true})], {})
	contains(v.msg, "(ever more files /logs/*.txt)")
}

test_directory_denied if {
	some v in _found([_grows({"log": false, "op": "write", "file": "/logs/all", "dir": true})], {})
	contains(v.msg, "(ever more files in /logs/all)")
}

test_guess_is_lowered_denied if {
	some v in _found([_grows({"certainty": "guessed"})], {})
	v.certainty.lower == 1
}

test_one_report_for_a_volume if count(_found([_grows({}), _grows({"container": "tail"})], {})) == 1

test_what_does_not_grow_allowed if {
	every other in [
		{"grows": false}, {"op": "remove"}, {"phase": "init"}, {"phase": "hook"}, {"read_only": true}, {"mount": "/tmp"}, {"container": "old"},
		{"volume": "other"},
	] {
		count(_found([_grows(other)], {"containers": [_app({}), _tail({}), testing.init("old", {})]})) == 0
	}
}

test_settings_as_large_as_their_source_allowed if {
	count(_found([_grows({})], {"containers": [_app({"role": "config-sync"}), _tail({})]})) == 0
}

test_work_of_a_job_allowed if {
	count(_found([_grows({})], {"runs": "to-completion"})) == 0
	count(_found([_grows({})], {"runs": "to-completion", "containers": [_app({"lifetime": "endless"}), _tail({})]})) == 1
}

test_bounded_volume_allowed if count(_found([_grows({})], {"volumes": [_volume({"size_limit_bytes": 1})]})) == 0

test_other_volume_allowed if count(_found([_grows({})], {"volumes": [_volume({"kind": "hostPath"})]})) == 0

test_limited_container_allowed if {
	limited := _app({"resources": {"limits": {"ephemeral_storage_bytes": 1}}})
	count(_found([_grows({})], {"containers": [limited, _tail({})]})) == 0
}

_in_memory(limits) := _found([_grows({})], {"containers": [_app({"resources": {"limits": limits}}), _tail({})], "volumes": [_volume({"medium": "Memory"})]})

test_limited_memory_allowed if {
	count(_in_memory({"memory_bytes": 1})) == 0
	count(_found([_grows({})], {"containers": [_app({"resources": {"limits": {"memory_bytes": 1}}}), _tail({})]})) == 1
}

test_limit_of_another_storage_denied if count(_in_memory({"ephemeral_storage_bytes": 1})) == 1

test_limit_range_allowed if {
	rule.violation == set() with input as testing.input_of({"containers": [_app({}), _tail({})], "volumes": [_volume({})], "outputs": [_grows({})]}, {"related": {"limit_range": true}})
}

test_volume_of_one_container_allowed if {
	count(_found([_grows({})], {"volumes": [_volume({"mounted_by": [testing.mounted_by("app", "/logs", {})]})]})) == 0
}

_clears(overrides) := testing.output("tail", "remove", "/logs/app.log", object.union({"volume": "logs", "endless": true}, overrides))

test_cleared_by_a_neighbour_allowed if {
	count(_found([_grows({}), _clears({})], {})) == 0
	count(_found([_grows({}), _clears({"op": "write", "tool": "truncate"})], {})) == 0
	count(_found([_grows({}), _clears({"op": "write", "text": ": > /logs/app.log"})], {})) == 0
}

test_not_cleared_denied if {
	every other in [{"endless": false}, {"volume": "other"}, {"in": "other.log"}, {"op": "write", "text": "date > /logs/app.log"}] {
		count(_found([_grows({}), _clears(other)], {})) == 1
	}
}

test_cleared_by_a_pattern_allowed if {
	writer := testing.file_end("tail", "remove", "/logs/*", {"in": "*", "meets": "overlap"})
	count(_found([_grows({"writers": [writer]}), _clears({"file": "/logs/*", "in": "*", "glob": true})], {})) == 0
}

test_cleared_by_itself_allowed if {
	files := _grows({"log": false, "op": "write", "file": "/logs/a/*.txt", "in": "a/*.txt", "glob": true})
	count(_found([files, _clears({"container": "app", "in": "a/*.old", "glob": true})], {})) == 0
	count(_found([files, _clears({"container": "app", "in": "a", "dir": true})], {})) == 0
	count(_found([files, _clears({"container": "app", "in": ".", "dir": true})], {})) == 0
	count(_found([files, _clears({"container": "app", "in": "b/*", "glob": true})], {})) == 1
}

_sync(overrides) := testing.container("app", object.union(
	{
		"role": "content-sync",
		"own_program": true,
		"mounts": [testing.mount("logs", "/git", {})],
	},
	overrides,
))

_synced(sync, overrides) := _found([], object.union({"containers": [_sync(sync), _tail({})], "who": {"app": {"known_certainty": "known"}}}, overrides))

test_synchroniser_denied if {
	some v in _synced({}, {})
	contains(v.msg, "(ever more files in /git)")
	v.certainty.lower == 0
}

test_no_synchroniser_allowed if {
	every other in [
		{"own_program": false}, {"lifetime": "finite"}, {"role": "tool"}, {"class": "init"},
		{"mounts": [testing.mount("logs", "/git", {"read_only": true})]},
	] {
		count(_synced(other, {})) == 0
	}
	count(_synced({}, {"runs": "to-completion"})) == 0
}

test_synchroniser_of_another_place_allowed if {
	place := {"dir": true, "volume": "", "kind": "", "in": ""}
	count(_synced({}, {"outputs": [testing.output("app", "write", "/tmp/git", place)]})) == 0
	count(_synced({}, {"outputs": [testing.output("app", "write", "/tmp/git", object.union(place, {"exact": false}))]})) == 1
	count(_synced({}, {"outputs": [testing.output("app", "write", "/git/a", {"dir": true, "volume": "logs"})]})) == 1
}

_read := testing.followed("tail", "/logs/app.log", {})

test_followed_log_denied if {
	some v in _found([], {"handovers": [_read]})
	v.msg == "a log in emptyDir \"logs\" is followed and no size limit bounds it; whether \"app\" rotates it is not known"
	v.path == ["spec", "volumes", 0, "name"]
	v.container == "app"
	v.certainty.lower == 1
	v.related == [{"msg": "the log is followed here", "path": ["spec", "containers", 1, "command", 2]}]
}

test_followed_of_an_opaque_writer_is_a_doubt_denied if {
	some v in _found([], {"handovers": [_read], "containers": [_app({"seen": {"files": "some"}}), _tail({})]})
	v.certainty.doubt
}

test_not_followed_allowed if {
	every other in [{"op": "read"}, {"phase": "hook"}, {"volume": "other"}, {"container": "old"}] {
		count(_found([], {"handovers": [object.union(_read, other)], "containers": [_app({}), _tail({}), testing.init("old", {})]})) == 0
	}
}

_agent(overrides) := testing.container("tail", object.union(
	{
		"role": "log-agent",
		"helps": true,
		"own_program": true,
		"config_hidden": true,
		"mounts": [testing.mount("logs", "/var/log/app", {})],
	},
	overrides,
))

test_agent_without_settings_in_sight_is_a_doubt_denied if {
	some v in _found([], {"containers": [_app({}), _agent({})]})
	v.certainty.doubt
}

test_other_agents_allowed if {
	every other in [{"role": "tool"}, {"own_program": false}, {"config_hidden": false}, {"mounts": [testing.mount("logs", "/data", {})]}] {
		count(_found([], {"containers": [_app({}), _agent(other)]})) == 0
	}
}

_writer(overrides, more) := _found([], object.union({"handovers": [_read], "containers": [_app(overrides), _tail({})]}, more))

test_who_may_not_log_allowed if {
	every other in [
		{"tools_only": true}, {"helps": true}, {"mounts": [testing.mount("logs", "/logs", {"read_only": true})]}, {"mounts": []},
		{"mounts": [testing.mount("logs", "/usr/share/nginx/html", {})]},
	] {
		count(_writer(other, {})) == 0
	}
	count(_writer({}, {"runs": "to-completion"})) == 0
	count(_writer({}, {"logs": [testing.log_of("app", "/logs/app.log", {"rotated": true})]})) == 0
}

test_log_of_another_denied if {
	count(_writer({}, {"logs": [testing.log_of("tail", "/logs/app.log", {"rotated": true})]})) > 0
	count(_writer({}, {"logs": [testing.log_of("app", "/logs/app.log", {})]})) > 0
}

test_who_follows_itself_allowed if {
	count(_writer({}, {"handovers": [_read, testing.followed("app", "/logs/app.log", {})]})) == 0
}

test_whose_log_is_in_sight_was_judged_allowed if {
	count(_writer({}, {"outputs": [_grows({"grows": false})]})) == 0
	count(_writer({}, {"outputs": [_grows({"grows": false, "log": false})]})) == 1
	count(_writer({}, {"outputs": [_grows({"grows": false, "volume": "other"})]})) == 1
}

test_who_serves_the_volume_allowed if {
	count(_writer({}, {"handovers": [_read, testing.read("app", "/logs", {"op": "serve", "does": "reads"})]})) == 0
}

test_who_writes_on_the_volume_that_it_serves_denied if {
	html := {"mounts": [testing.mount("logs", "/srv/www", {})]}
	count(_writer(html, {"outputs": [testing.output("app", "create", "/srv/www/x", {"volume": "logs"})]})) == 1
	count(_writer(html, {"outputs": [testing.output("app", "create", "/srv/www/x", {"volume": "logs", "phase": "hook"})]})) == 0
}

test_nothing_grows_allowed if count(_found([], {})) == 0

test_fix_sets_a_size_limit if {
	some v in rule.violation with input as _pod([_grows({})], {"parameters": {}})
	v.fix == null
	some w in rule.violation with input as object.union(_pod([_grows({})], {}), {"parameters": {"shared-emptydir-unbounded": {"size_limit": "2Gi"}}})
	w.fix.safe == false
	w.fix.changes[0].value == "2Gi"
	w.fix.changes[0].path == ["spec", "volumes", 0, "emptyDir", "sizeLimit"]
}

test_directory_of_logs_that_is_written_anew_denied_in_its_words if {
	some v in _found([_grows({"op": "write", "dir": true})], {})
	contains(v.msg, "(ever more files in /logs/app.log)")
}
