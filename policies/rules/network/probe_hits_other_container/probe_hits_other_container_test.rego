package podlint.rules.network.probe_hits_other_container_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_hits_other_container as rule

_known := {"own_program": true, "seen": {"dials": "all"}}

_pod(server, probe, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", server), testing.container("worker", {})],
		"connections": [testing.connection("worker", object.union(
			{"via": "probe", "kind": "liveness", "host": "", "answer": "neighbour", "certainty": "stated", "path": ["x"], "to": [testing.server("web", {})]},
			probe,
		))],
	},
	overrides,
))

test_neighbour_answers_denied if {
	some v in rule.violation with input as _pod(_known, {}, {})
	v.msg == "the liveness probe of \"worker\" asks port 8080, which \"web\" serves: its failure restarts the wrong container"
	v.path == ["x"]
	v.container == "worker"
	v.certainty.lower == 0
}

test_readiness_denied if {
	some v in rule.violation with input as _pod(_known, {"kind": "readiness"}, {})
	endswith(v.msg, "it says nothing about the probed one")
}

test_neighbour_that_merely_declares_the_port_a_step_lower_denied if {
	some v in rule.violation with input as _pod(_known, {"to": [testing.server("web", {"certainty": "guessed"})]}, {})
	v.certainty.lower == 1
}

test_unknown_neighbour_in_doubt if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.certainty.doubt == true
}

test_well_known_tools_answer_for_nobody_denied if {
	some v in rule.violation with input as _pod({"tools_only": true}, {}, {})
	v.certainty.doubt == false
}

test_probe_copied_from_the_neighbour_denied if {
	copied := _pod({}, {}, {})
	both := array.concat(copied.pod.connections, [testing.connection("web", {"via": "probe", "answer": "own"})])
	some v in rule.violation with input as object.union(copied, {"pod": {"connections": both}})
	v.certainty.doubt == false
}

test_front_with_settings_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod(object.union(_known, {"fronts": true, "seen": {"dials": "some"}}), {}, {})
	v.certainty.doubt == true
}

test_front_that_is_seen_to_connect_elsewhere_denied if {
	made := _pod(object.union(_known, {"fronts": true, "seen": {"dials": "some"}}), {}, {})
	dials := array.concat(made.pod.connections, [testing.connection("web", {"answer": "neighbour"})])
	some v in rule.violation with input as object.union(made, {"pod": {"connections": dials}})
	v.certainty.doubt == false
}

test_health_bridge_allowed if rule.violation == set() with input as _pod(object.union(_known, {"role": "health-bridge"}), {}, {})

test_mesh_proxy_allowed if rule.violation == set() with input as _pod(object.union(_known, {"role": "mesh-proxy"}), {}, {})

test_neighbour_that_connects_to_the_probed_one_allowed if {
	rule.violation == set() with input as _pod(_known, {}, {"edges": [testing.edge("web", "worker", "localhost-dial", {})]})
}

test_injected_container_allowed if rule.violation == set() with input as _pod(object.union(_known, {"class": "injected"}), {}, {})

test_own_port_allowed if rule.violation == set() with input as _pod(_known, {"answer": "own"}, {})

test_host_of_its_own_allowed if rule.violation == set() with input as _pod(_known, {"host": "10.0.0.1"}, {})

test_dial_allowed if rule.violation == set() with input as _pod(_known, {"via": "dial"}, {})
