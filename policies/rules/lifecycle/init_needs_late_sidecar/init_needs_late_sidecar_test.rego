package podlint.rules.lifecycle.init_needs_late_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_needs_late_sidecar as rule

_pod(dial, proxy, overrides) := testing.pod(object.union(
	{
		"containers": [testing.init("migrate", {}), testing.container("proxy", object.union({"part": "helper"}, proxy))],
		"connections": [testing.connection("migrate", object.union(
			{"phase": "init", "answer": "neighbour", "port": 5432, "path": ["x"], "to": [testing.server("proxy", {})]},
			dial,
		))],
	},
	overrides,
))

test_later_helper_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "init container \"migrate\" connects to \"proxy\" on localhost:5432, which starts only when the init container has ended"
	v.path == ["x"]
	v.container == "migrate"
	v.certainty.lower == 0
}

test_call_of_the_app_denied if count(rule.violation) == 1 with input as _pod({}, {"part": "app"}, {})

test_socket_denied if {
	some v in rule.violation with input as _pod({"host_class": "socket", "socket": "/run/db.sock"}, {}, {})
	contains(v.msg, "on /run/db.sock")
}

test_wait_for_the_app_allowed if rule.violation == set() with input as _pod({"wait": true}, {"part": "app"}, {})

test_failure_that_is_tolerated_allowed if rule.violation == set() with input as _pod({"ignorable": true}, {}, {})

test_telemetry_allowed if rule.violation == set() with input as _pod({"purpose": "telemetry"}, {}, {})

test_service_allowed if rule.violation == set() with input as _pod({"host_class": "service", "answer": "away"}, {}, {})

test_running_container_allowed if rule.violation == set() with input as _pod({"phase": "run"}, {}, {})

test_nobody_answers_allowed if rule.violation == set() with input as _pod({"answer": "nobody", "to": []}, {}, {})

_url(value) := [{"name": "PEER_URL", "known": true, "value": value}]

_shared(dial, init, value, class) := found[0].certainty.lower if {
	found := [v |
		some v in rule.violation with input as _pod(
			object.union({"origin": "env", "text": "PEER_URL=http://localhost:5432"}, dial), {},
			{"containers": [
				testing.init("migrate", object.union({"env": _url("http://localhost:5432")}, init)),
				testing.container("proxy", {"part": "helper"}),
				testing.container("web", {"env": _url(value), "class": class}),
			]},
		)
	]
}

test_variable_that_a_later_container_takes_too_is_one_step_less_denied if {
	_shared({}, {}, "http://localhost:5432", "regular") == 1
	_shared({}, {}, "http://elsewhere:5432", "regular") == 0
	_shared({"origin": "flag"}, {}, "http://localhost:5432", "regular") == 0
	_shared({"wait": true}, {}, "http://localhost:5432", "regular") == 0
	_shared({}, {"own_program": true}, "http://localhost:5432", "regular") == 0
	_shared({}, {}, "http://localhost:5432", "init") == 0
}
