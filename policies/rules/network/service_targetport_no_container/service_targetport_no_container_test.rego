package podlint.rules.network.service_targetport_no_container_test

import data.podlint.lib.testing
import data.podlint.rules.network.service_targetport_no_container as rule

_at := ["@Service//shop", "spec", "ports", 0, "targetPort"]

_all := {"seen": {"listens": "all"}}

_named := {"port": 80, "protocol": "TCP", "target_name": "web", "path": _at}

_numbered := {"port": 80, "protocol": "TCP", "target_port": 8081, "path": _at}

_input(port, service, shop, overrides) := testing.input_of(
	object.union(
		{
			"workload": {"kind": "Deployment", "name": "shop"},
			"containers": [testing.container("shop", shop)],
			"bindings": [testing.binding(8080, [testing.taker("shop", {"declared": true, "name": "http"})])],
		},
		overrides,
	),
	{"related": {"services": [testing.service("shop", object.union({"ports": [port]}, service))]}},
)

test_unknown_name_denied if {
	some v in rule.violation with input as _input(_named, {}, {}, {})
	v.msg == "service \"shop\" targets port name \"web\", but the containers only name http: the port gets no endpoints"
	v.path == _at
	v.certainty.lower == 0
}

test_no_name_at_all_denied if {
	some v in rule.violation with input as _input(_named, {}, {}, {"bindings": []})
	contains(v.msg, "which no container declares")
}

test_other_protocol_denied if {
	udp := object.union(testing.binding(8080, [testing.taker("shop", {"declared": true, "name": "web"})]), {"protocol": "UDP"})
	some v in rule.violation with input as _input(_named, {}, {}, {"bindings": [udp]})
	contains(v.msg, "which is declared as UDP, not TCP")
}

test_name_beside_an_injected_container_in_doubt if {
	some v in rule.violation with input as _input(_named, {}, {}, {"who": {"proxy": testing.member({"class": "injected"})}})
	v.certainty.doubt == true
}

test_number_that_nobody_serves_denied if {
	some v in rule.violation with input as _input(_numbered, {}, _all, {})
	v.msg == "service \"shop\" targets port 8081, on which no container of Deployment \"shop\" listens"
	v.certainty.lower == 0
}

test_number_beside_declared_ports_a_step_lower_denied if {
	some v in rule.violation with input as _input(_numbered, {}, {}, {})
	v.certainty.lower == 1
}

test_number_of_an_unknown_program_in_doubt if {
	some v in rule.violation with input as _input(_numbered, {}, {"seen": {"listens": "some"}}, {})
	v.certainty.doubt == true
}

test_target_that_is_there_allowed if {
	rule.violation == set() with input as _input(object.union(_named, {"containers": ["shop"]}), {}, {}, {})
	rule.violation == set() with input as _input(object.union(_numbered, {"containers": ["shop"]}), {}, _all, {})
}

test_service_of_several_workloads_allowed if {
	rule.violation == set() with input as _input(_named, {"workloads": 2}, {}, {})
	rule.violation == set() with input as _input(_numbered, {"workloads": 2}, _all, {})
}

test_number_of_a_headless_service_allowed if rule.violation == set() with input as _input(_numbered, {"headless": true}, _all, {})

test_placeholder_in_a_port_allowed if {
	rule.violation == set() with input as _input(_named, {}, {"ports_unknown": true}, {})
	rule.violation == set() with input as _input(_numbered, {}, object.union(_all, {"ports_unknown": true}), {})
}

test_knative_allowed if rule.violation == set() with input as _input(_named, {}, {}, {"managed": "knative"})

test_number_in_an_argument_allowed if {
	rule.violation == set() with input as _input(_numbered, {}, object.union(_all, {"argv": ["shop", "--port", "8081"]}), {})
}

test_number_in_a_variable_allowed if {
	rule.violation == set() with input as _input(_numbered, {}, object.union(_all, {"env": [testing.env("PORT", "8081", {})]}), {})
}

test_number_that_a_probe_asks_allowed if {
	asked := {"connections": [testing.connection("shop", {"via": "probe", "port": 8081})]}
	rule.violation == set() with input as _input(_numbered, {}, _all, asked)
}

test_number_that_is_served_by_another_protocol_in_doubt if {
	udp := object.union(testing.binding(8081, [testing.taker("shop", {})]), {"protocol": "UDP"})
	some v in rule.violation with input as _input(_numbered, {}, _all, {"bindings": [udp]})
	v.certainty.doubt == true
	v.certainty.reason == "\"shop\" may serve the port by TCP as well"
}
