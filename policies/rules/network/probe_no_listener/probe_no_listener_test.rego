package podlint.rules.network.probe_no_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_no_listener as rule

_pod(probe, web, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", web)],
		"connections": [testing.connection("web", object.union(
			{"via": "probe", "kind": "readiness", "host": "", "port": 9114, "certainty": "stated", "path": ["x"]},
			probe,
		))],
	},
	overrides,
))

_all := {"seen": {"listens": "all"}}

test_known_program_denied if {
	some v in rule.violation with input as _pod({}, _all, {"who": {"web": {"main": {"port": 9113}}}})
	v.msg == "the readiness probe of \"web\" asks port 9114, on which it does not listen: it serves 9113"
	v.path == ["x"]
	v.container == "web"
	v.certainty.lower == 0
}

test_no_port_in_sight_denied if {
	some v in rule.violation with input as _pod({}, _all, {})
	contains(v.msg, "on which no container of the pod listens")
}

test_program_that_shows_other_ports_in_doubt if {
	some v in rule.violation with input as _pod({}, {"seen": {"listens": "told"}}, {})
	v.certainty.doubt == true
}

test_neighbour_that_is_told_its_ports_a_step_lower if {
	told := testing.container("other", {"seen": {"listens": "told"}})
	some v in rule.violation with input as _pod({}, _all, {"containers": [testing.container("web", _all), told]})
	v.certainty.lower == 1
	not v.certainty.doubt
}

test_init_container_is_no_neighbour if {
	init := testing.container("other", {"class": "init", "running": false, "seen": {"listens": "some"}})
	some v in rule.violation with input as _pod({}, _all, {"containers": [testing.container("web", _all), init]})
	v.certainty.lower == 0
}

test_program_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({}, {"seen": {"listens": "some"}}, {})
	v.certainty.doubt == true
}

test_own_listener_allowed if rule.violation == set() with input as _pod({"answer": "own"}, _all, {})

test_hook_allowed if rule.violation == set() with input as _pod({"via": "hook"}, _all, {})

test_host_of_its_own_allowed if rule.violation == set() with input as _pod({"host": "10.0.0.1"}, _all, {})

test_name_allowed if rule.violation == set() with input as _pod({"port": 0, "port_name": "web"}, _all, {})

test_number_in_an_argument_allowed if {
	rule.violation == set() with input as _pod({}, object.union(_all, {"argv": ["web", "--port=9114"]}), {})
}

test_number_in_a_variable_allowed if {
	rule.violation == set() with input as _pod({}, object.union(_all, {"env": [testing.env("PORT", "9114", {})]}), {})
}

test_port_of_an_injector_allowed if {
	rule.violation == set() with input as _pod({}, _all, {"injectors": [testing.injector("istio", {"ports": [9114]})]})
}

test_each_exemption_is_named if {
	rule.spared == {"somebody else on the node's network may listen"} with input as _pod({}, _all, {"host_network": true})
	rule.spared == {"somebody else on the node may listen"} with input as _pod({}, _all, {"host_process": true})
	rule.spared == {"a placeholder stands in place of a port"} with input as _pod({}, object.union(_all, {"ports_unknown": true}), {})
	rule.spared == {"a controller adds a container that takes the traffic"} with input as _pod({}, _all, {"managed": "knative"})
}

test_network_of_the_node_allowed if rule.violation == set() with input as _pod({}, _all, {"host_network": true})

test_containers_that_a_controller_may_add_leave_a_doubt if {
	some v in rule.violation with input as _pod({}, _all, {"made_beside": ["containers"]})
	v.certainty.doubt
}
