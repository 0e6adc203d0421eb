package podlint.rules.network.localhost_no_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.localhost_no_listener as rule

_main := {"port": 9090, "path": ["spec", "containers", 1, "ports", 0]}

_all := {"seen": {"listens": "all"}}

_shown := {"who": {"app": {"main": _main}}}

_pod(dial, guard, app, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("guard", guard), testing.container("app", app)],
		"connections": [testing.connection("guard", object.union({"purpose": "upstream", "path": ["x"]}, dial))],
	},
	overrides,
))

test_known_neighbour_listens_elsewhere_denied if {
	some v in rule.violation with input as _pod({}, {}, _all, _shown)
	v.msg == "container \"guard\" connects to localhost:8080, but \"app\" listens on 9090 only"
	v.path == ["x"]
	v.container == "guard"
	v.severity == "error"
	v.certainty.lower == 0
	v.related == [{"msg": "\"app\" listens here", "path": _main.path}]
}

test_neighbour_shows_another_port_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {}, {}, _shown)
	v.msg == "container \"guard\" connects to localhost:8080, but \"app\" shows port 9090 only"
	v.certainty.lower == 1
}

test_several_neighbours_denied if {
	some v in rule.violation with input as _pod({}, {}, _all, {})
	v.msg == "container \"guard\" connects to localhost:8080, but no container of the pod listens on that port"
	v.related == []
}

test_one_of_two_neighbours_is_not_named_denied if {
	third := {
		"containers": [testing.container("guard", {}), testing.container("app", _all), testing.container("third", _all)],
		"who": {"app": {"main": _main}, "third": {"main": _main}},
	}
	some v in rule.violation with input as _pod({}, {}, _all, third)
	v.msg == "container \"guard\" connects to localhost:8080, but no container of the pod listens on that port"
}

test_neighbour_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({}, {}, {"seen": {"listens": "some"}}, {})
	v.certainty.doubt == true
}

test_undeclared_status_page_denied_as_a_warning if {
	some v in rule.violation with input as _pod({"purpose": "scrape"}, {}, {}, {})
	v.severity == "warning"
}

test_status_page_of_a_known_server_denied if {
	some v in rule.violation with input as _pod({"purpose": "scrape"}, {}, _all, _shown)
	v.severity == "error"
}

test_program_that_may_call_itself_in_doubt if {
	some v in rule.violation with input as _pod({"purpose": ""}, {"seen": {"listens": "some"}}, _all, {})
	v.certainty.doubt == true
}

test_known_program_does_not_call_itself_denied if {
	some v in rule.violation with input as _pod({"purpose": ""}, {"own_program": true, "seen": {"listens": "some"}}, _all, {})
	v.certainty.doubt == false
}

test_mention_denied if count(rule.violation) == 1 with input as _pod({"via": "mention", "certainty": "guessed"}, {}, _all, {})

test_answered_allowed if rule.violation == set() with input as _pod({"answer": "neighbour"}, {}, _all, {})

test_probe_allowed if rule.violation == set() with input as _pod({"via": "probe"}, {}, _all, {})

test_udp_allowed if rule.violation == set() with input as _pod({"protocol": "UDP"}, {}, _all, {})

test_failure_that_is_tolerated_allowed if rule.violation == set() with input as _pod({"ignorable": true}, {}, _all, {})

test_phases_without_a_neighbour_allowed if {
	every phase in ["probe", "hook"] {
		rule.violation == set() with input as _pod({"phase": phase}, {}, _all, {})
	}
}

test_calls_that_may_fail_allowed if {
	every purpose in ["quit", "proxy"] {
		rule.violation == set() with input as _pod({"purpose": purpose}, {}, _all, {})
	}
}

test_own_address_allowed if rule.violation == set() with input as _pod({"host": "0.0.0.0"}, {}, _all, {})

test_port_that_its_own_probe_asks_allowed if {
	every answer in ["own", "nobody"] {
		made := _pod({}, {}, _all, {})
		probed := array.concat(made.pod.connections, [testing.connection("guard", {"via": "probe", "port": 8080, "answer": answer})])
		rule.violation == set() with input as object.union(made, {"pod": {"connections": probed}})
	}
}

test_alone_allowed if {
	rule.violation == set() with input as _pod({}, {}, {"class": "init"}, {})
}

test_each_exemption_is_named if {
	rule.spared == {"somebody else on the node's network may listen"} with input as _pod({}, {}, _all, {"host_network": true})
	rule.spared == {"somebody else on the node may listen"} with input as _pod({}, {}, _all, {"host_process": true})
	rule.spared == {"a controller adds containers"} with input as _pod({}, {}, _all, {"managed": "tekton"})
}

test_node_network_allowed if rule.violation == set() with input as _pod({}, {}, _all, {"host_network": true})

_expects(overrides) := {"expectations": [testing.expectation("guard", "dapr", object.union({"path": ["x"]}, overrides))]}

test_container_of_an_injector_allowed if rule.violation == set() with input as _pod({}, {}, {}, _expects({}))

test_other_expectations_denied if {
	every other in [{"carried": true}, {"container": "app"}, {"path": ["y"]}] {
		count(rule.violation) == 1 with input as _pod({}, {}, {}, _expects(other))
	}
}

test_containers_that_a_controller_may_add_leave_a_doubt if {
	some v in rule.violation with input as _pod({}, {}, _all, object.union(_shown, {"made_beside": ["containers"]}))
	v.certainty.doubt
}

test_init_container_denied if {
	some v in rule.violation with input as _pod({"phase": "init"}, {}, _all, {})
	v.certainty.lower == 0
}

_of_database(guard, role) := _pod({"purpose": "database"}, guard, object.union(_all, {"own_program": true, "role": role}), {})

_hidden := {"seen": {"listens": "some"}}

test_client_of_the_database_beside_it_denied if {
	every role in ["datastore", "cache", "db-tunnel", "db-pool"] {
		some v in rule.violation with input as _of_database(_hidden, role)
		not v.certainty.doubt
	}
}

test_client_of_another_database_in_doubt if {
	some v in rule.violation with input as _of_database(_hidden, "log-agent")
	v.certainty.doubt
}

test_client_of_a_server_of_somebodys_own_in_doubt if {
	some v in rule.violation with input as _pod({"purpose": "database"}, _hidden, object.union(_all, {"own_program": false, "role": "cache"}), {})
	v.certainty.doubt
}

test_no_database_call_in_doubt if {
	some v in rule.violation with input as _pod({"purpose": ""}, _hidden, object.union(_all, {"own_program": true, "role": "cache"}), {})
	v.certainty.doubt
}

_sent(dial, overrides) := found if {
	told := {"purpose": "telemetry", "protocol": "UDP", "port": 8125, "origin": "flag"}
	found := rule.violation with input as _pod(object.union(told, dial), {}, _all, overrides)
}

test_telemetry_that_nobody_takes_is_a_warning_denied if {
	some v in _sent({}, {})
	v.msg == "container \"guard\" sends telemetry to localhost:8125, where no container of the pod listens"
	v.path == ["x"]
	v.container == "guard"
	v.severity == "warning"
	v.certainty.lower == 0
	every origin in ["env", "config", "script"] { count(_sent({"origin": origin}, {})) == 1 }
}

test_telemetry_of_a_variable_is_a_step_lower_denied if {
	some v in _sent({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_telemetry_beside_a_program_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({"purpose": "telemetry", "origin": "flag"}, {}, {"seen": {"listens": "some"}}, {})
	v.certainty.doubt
}

test_telemetry_that_a_controller_may_take_in_doubt if {
	some v in _sent({}, {"made_beside": ["containers"]})
	v.certainty.doubt
}

test_telemetry_that_need_not_be_sent_allowed if {
	every dial in [{"origin": "image"}, {"ignorable": true}, {"phase": "probe"}, {"phase": "hook"}, {"answer": "neighbour"}, {"answer": "away"}, {"via": "mention"}] {
		_sent(dial, {}) == set()
	}
}

test_telemetry_to_a_port_of_another_transport_allowed if {
	_sent({}, {"bindings": [testing.binding(8125, [testing.taker("app", {})])]}) == set()
	count(_sent({}, {"bindings": [testing.binding(8126, [testing.taker("app", {})])]})) == 1
}

test_telemetry_on_the_nodes_network_allowed if _sent({}, {"host_network": true}) == set()

test_telemetry_of_a_pod_of_one_allowed if _sent({}, {"containers": [testing.container("guard", {})]}) == set()

test_telemetry_to_an_injected_container_allowed if {
	_sent({}, _expects({})) == set()
}

_beside(dial, app, overrides) := count(found) if {
	found := rule.violation with input as _pod(dial, {}, app, overrides)
}

_tunnel := {"role": "db-tunnel", "seen": {"listens": "some"}}

test_database_behind_a_tunnel_allowed if {
	_beside({"purpose": "database"}, _tunnel, {}) == 0
	_beside({"purpose": "upstream"}, _tunnel, {}) == 1
	_beside({"purpose": "database"}, object.union(_tunnel, {"role": "proxy"}), {}) == 1
	_beside({"purpose": "database"}, object.union(_tunnel, {"seen": {"listens": "all"}}), {}) == 1
	_beside({"purpose": "database"}, _tunnel, _shown) == 1
}
