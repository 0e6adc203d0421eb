package podlint.rules.network.probe_port_name_unknown_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_port_name_unknown as rule

_pod(probe) := testing.pod({"connections": [testing.connection("app", object.union(
	{"via": "probe", "kind": "liveness", "port": 0, "port_name": "metrics", "answer": "name", "path": ["x"], "to": [testing.server("exporter", {"path": ["y"]})]},
	probe,
))]})

test_name_of_a_neighbour_denied if {
	rule.violation == {{
		"msg": "the liveness probe of \"app\" asks port \"metrics\", a name that only its neighbour \"exporter\" declares",
		"path": ["x"],
		"container": "app",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "\"exporter\" declares it here", "path": ["y"]}],
	}} with input as _pod({})
}

test_name_of_nobody_denied if {
	some v in rule.violation with input as _pod({"answer": "nobody", "to": []})
	v.msg == "the liveness probe of \"app\" asks port \"metrics\", a name that no container declares"
}

test_hook_denied if {
	some v in rule.violation with input as _pod({"via": "hook", "kind": "pre-stop"})
	startswith(v.msg, "the pre-stop hook of")
}

test_name_that_is_found_allowed if rule.violation == set() with input as _pod({"answer": "own"})

test_number_allowed if rule.violation == set() with input as _pod({"answer": "nobody", "port_name": ""})

test_dial_allowed if rule.violation == set() with input as _pod({"via": "dial"})
