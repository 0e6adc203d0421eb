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
		{"to": [testing.server("app", {"binds": false})]},
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
