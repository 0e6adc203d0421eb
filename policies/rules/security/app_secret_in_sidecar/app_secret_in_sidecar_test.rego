package podlint.rules.security.app_secret_in_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.app_secret_in_sidecar as rule

_variable(name, key, path) := testing.env(name, "", object.union({"secret": "db", "known": false, "path": path}, key))

_all(path) := _variable("*", {}, path)

_tail := {"tools_only": true, "commands": [testing.command(["tail", "-F", "/log"], {})]}

_found(app, logs, overrides) := found if {
	found := rule.violation with input as testing.pod(object.union(
		{"containers": [
			testing.container("app", object.union({"part": "app", "env": [_all(["a"])]}, app)),
			testing.container("logs", object.union({"part": "helper", "part_certainty": "shown", "env": [_all(["b"])]}, logs)),
		]},
		overrides,
	))
}

_said(app, logs) := {v.msg | some v in _found(app, logs, {})}

test_whole_secret_denied if {
	some v in _found({}, _tail, {})
	v.msg == "helper \"logs\" only runs tail, but gets Secret \"db\" by envFrom like \"app\""
	v.path == ["b"]
	v.container == "logs"
	v.certainty.lower == 0
	v.related == [{"msg": "\"app\" gets it here", "path": ["a"]}]
}

test_one_key_denied if {
	key := {"env": [_variable("PASSWORD", {"secret_key": "password"}, [])]}
	_said({}, object.union(_tail, key)) == {"helper \"logs\" only runs tail, but gets \"password\" of Secret \"db\" by env like \"app\""}
	count(_said(key, object.union(_tail, key))) == 1
}

test_another_key_allowed if {
	_said({"env": [_variable("A", {"secret_key": "a"}, [])]}, object.union(_tail, {"env": [_variable("B", {"secret_key": "b"}, [])]})) == set()
}

test_another_secret_allowed if _said({"env": [testing.env("*", "", {"secret": "other"})]}, _tail) == set()

_web := {"own_program": true, "role": "web-front", "image": {"certainty": "known"}}

test_known_trades_denied if {
	some web in _said({}, _web)
	contains(web, "serves files")
	some stream in _said({}, {"own_program": true, "role": "log-stream", "image": {"certainty": "known"}})
	contains(stream, "handles logs")
}

test_program_by_its_name_a_step_lower_denied if {
	some v in _found({}, object.union(_web, {"image": {"certainty": "guessed"}}), {})
	v.certainty.lower == 1
}

test_templates_allowed if {
	_said({}, object.union(_web, {"mounts": [testing.mount("t", "/etc/nginx/templates", {})]})) == set()
	_said({}, object.union(_web, {"names_unseen_env": true})) == set()
}

test_single_key_of_a_known_program_allowed if {
	_said({}, object.union(_web, {"env": [_variable("PASSWORD", {"secret_key": "password"}, [])]})) == set()
}

test_another_program_allowed if _said({}, object.union(_web, {"own_program": false})) == set()

test_another_trade_allowed if _said({}, {"own_program": true, "role": "exporter"}) == set()

test_command_that_talks_allowed if {
	_said({}, {"tools_only": true, "commands": [testing.command(["curl", "x"], {"network": true})]}) == set()
}

test_script_that_other_values_fill_allowed if {
	_said({}, {"tools_only": true, "commands": [testing.command(["set", "-ex"], {})]}) == set()
}

test_command_that_names_a_variable_allowed if _said({}, object.union(_tail, {"names_unseen_env": true})) == set()

_bridge := {"own_program": true, "role": "health-bridge", "image": {"certainty": "known"}, "env": [], "mounts": [_mounted]}

_mounted := testing.mount("keys", "/etc/tenant", {"kind": "secret"})

_volumes := {"volumes": [testing.volume("keys", "secret", {"source": "tenant"})]}

test_mount_of_a_health_bridge_denied if count(_found({"mounts": [_mounted]}, _bridge, _volumes)) == 1

test_mount_that_its_arguments_name_allowed if {
	_found({"mounts": [_mounted]}, object.union(_bridge, {"argv": ["probe", "--ca=/etc/tenant/ca"]}), _volumes) == set()
	_found({"mounts": [_mounted]}, object.union(_bridge, {"env": [testing.env("CA", "/etc/tenant/ca", {})]}), _volumes) == set()
}

test_mount_that_it_reads_allowed if {
	reads := {"mounts": [_mounted], "env": [], "files": [testing.file("read", "/etc/tenant/x", {})]}
	_found({"mounts": [_mounted]}, object.union(_tail, reads), _volumes) == set()
	below := {"mounts": [_mounted], "env": [], "files": [testing.file("read", "/etc", {"dir": true})]}
	_found({"mounts": [_mounted]}, object.union(_tail, below), _volumes) == set()
}

test_placeholder_allowed if {
	hidden := {"env": [testing.env("*", "", {"secret": "{{ .name }}"})]}
	_said(hidden, object.union(_tail, hidden)) == set()
}

test_no_helper_allowed if _said({}, object.union(_tail, {"part": "unknown"})) == set()

test_no_app_allowed if _said({"part": "unknown"}, _tail) == set()

test_windows_allowed if _found({}, _tail, {"windows": true}) == set()
