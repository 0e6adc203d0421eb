package podlint.rules.lifecycle.native_sidecar_no_startup_probe_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_no_startup_probe as rule

_input(dial, sidecar, app, target) := testing.input_of(
	{
		"containers": [testing.sidecar("cache", {}), testing.container("app", app)],
		"who": {"cache": sidecar},
		"connections": [testing.connection("app", object.union(
			{"answer": "neighbour", "port": 6379, "path": ["x"], "to": [testing.server("cache", {})]},
			dial,
		))],
	},
	{"target": target},
)

test_no_startup_probe_denied if {
	some v in rule.violation with input as _input({}, {}, {}, {})
	v.msg == "native sidecar \"cache\" has no startup probe, so \"app\" starts before it serves localhost:6379"
	v.path == ["spec", "initContainers", 0, "name"]
	v.container == "cache"
	v.related == [{"msg": "\"app\" connects here", "path": ["x"]}]
}

test_one_report_for_a_pair_denied if {
	made := _input({}, {}, {}, {})
	twice := array.concat(made.pod.connections, [object.union(made.pod.connections[0], {"port": 6380})])
	count(rule.violation) == 1 with input as object.union(made, {"pod": {"connections": twice}})
}

test_init_container_denied if count(rule.violation) == 1 with input as _input({}, {}, {"class": "init"}, {})

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _input({"certainty": "guessed"}, {}, {}, {})
	v.certainty.lower == 1
}

test_variable_of_whoever_only_waits_in_doubt if {
	some v in rule.violation with input as _input({"origin": "env"}, {}, {"idle": true}, {})
	v.certainty.doubt
}

test_startup_probe_allowed if rule.violation == set() with input as _input({}, {"probes": ["startup"]}, {}, {})

test_hook_allowed if rule.violation == set() with input as _input({}, {"post_start": true}, {}, {})

test_regular_container_allowed if rule.violation == set() with input as _input({}, {"class": "regular"}, {}, {})

test_later_sidecar_allowed if rule.violation == set() with input as _input({}, {"order": 2}, {}, {})

test_cluster_without_native_sidecars_allowed if rule.violation == set() with input as _input({}, {}, {}, {"minor": 28})

test_connection_at_another_time_allowed if rule.violation == set() with input as _input({"wait": true}, {}, {}, {})

test_connection_to_somebody_else_before_it_denied if {
	made := _input({}, {}, {}, {})
	every other in [{"answer": "nobody"}, {"to": [testing.server("app", {})]}, {"wait": true}, {"from": "cache"}] {
		before := array.concat([object.union(made.pod.connections[0], other)], made.pod.connections)
		count(rule.violation) == 1 with input as object.union(made, {"pod": {"connections": before}})
	}
}

test_ephemeral_container_allowed if rule.violation == set() with input as _input({}, {}, {"class": "ephemeral"}, {})
