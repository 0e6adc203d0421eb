package podlint.rules.lifecycle.native_sidecar_start_waits_on_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_start_waits_on_app as rule

_probe(overrides) := testing.connection("proxy", object.union(
	{
		"via": "probe", "kind": "startup", "port": 8080, "host": "", "answer": "neighbour",
		"path": ["spec", "port"], "to": [testing.server("app", {})],
	},
	overrides,
))

_pod(probe, lists) := testing.pod(object.union(
	{
		"containers": [testing.sidecar("store", {}), testing.sidecar("proxy", {}), testing.container("app", {})],
		"connections": [_probe(probe)],
	},
	lists,
))

test_deadlock_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "the startup probe of \"proxy\" asks port 8080 of \"app\", which starts only when that probe has succeeded"
	v.path == ["spec", "port"]
	v.container == "proxy"
	v.certainty.lower == 0
}

test_other_probes_allowed if {
	every probe in [
		{"kind": "readiness"},
		{"via": "dial"},
		{"answer": "own"},
		{"host": "10.0.0.1"},
		{"from": "app"},
		{"to": [testing.server("store", {})]},
		{"to": [testing.server("app", {}), testing.server("store", {})]},
	] {
		rule.violation == set() with input as _pod(probe, {})
	}
}

test_port_of_its_own_too_allowed if {
	rule.violation == set() with input as _pod({}, {"bindings": [testing.binding(8080, [testing.taker("proxy", {}), testing.taker("app", {})])]})
}

test_another_port_of_its_own_denied if {
	count(rule.violation) == 1 with input as _pod({}, {"bindings": [testing.binding(9901, [testing.taker("proxy", {})])]})
}

_declared := {"to": [testing.server("app", {"binds": false, "certainty": "guessed"})]}

test_port_that_is_only_declared_lowers_denied if {
	some v in rule.violation with input as testing.pod({
		"containers": [testing.sidecar("proxy", {"seen": {"listens": "all"}}), testing.container("app", {})],
		"connections": [_probe(_declared)],
	})
	v.certainty.lower == 1
	v.certainty.doubt == false
}

test_sidecar_of_unseen_ports_is_a_doubt if {
	some v in rule.violation with input as testing.pod({
		"containers": [testing.sidecar("proxy", {"seen": {"listens": "some"}}), testing.container("app", {})],
		"connections": [_probe(_declared)],
	})
	v.certainty.doubt == true
}

_command(overrides) := object.union({"via": "dial", "kind": "", "phase": "probe", "host": "localhost", "path": ["spec", "startupProbe", "exec", "command", 2]}, overrides)

test_command_of_the_probe_denied if count(rule.violation) == 1 with input as _pod(_command({}), {})

test_other_commands_allowed if {
	every command in [
		{"path": ["spec", "readinessProbe", "exec", "command", 2]},
		{"phase": "hook"},
		{"host_class": "service"},
		{"ignorable": true},
	] {
		rule.violation == set() with input as _pod(_command(command), {})
	}
}
