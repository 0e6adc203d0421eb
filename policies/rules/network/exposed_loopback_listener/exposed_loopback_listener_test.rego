package podlint.rules.network.exposed_loopback_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.exposed_loopback_listener as rule

_taker(overrides) := testing.taker("login", object.union({"address": "loopback", "text": "--listen=127.0.0.1:8080", "path": ["flag"]}, overrides))

_port := {"port": 80, "protocol": "TCP", "target_port": 8080, "containers": ["login"], "path": ["@Service//shop", "spec", "ports", 0]}

_input(takers, port, overrides) := testing.input_of(
	object.union(
		{
			"containers": [testing.container("login", {}), testing.container("shop", {})],
			"bindings": [testing.binding(8080, takers)],
		},
		overrides,
	),
	{"related": {"services": [testing.service("shop", {"ports": [object.union(_port, port)]})]}},
)

test_service_denied if {
	some v in rule.violation with input as _input([_taker({})], {}, {})
	v.msg == "service \"shop\" leads to port 8080 of \"login\", which is bound to loopback (--listen=127.0.0.1:8080): connection refused"
	v.path == ["flag"]
	v.container == "login"
	v.related == [{"msg": "this leads to the port", "path": _port.path}]
	v.certainty.lower == 0
}

test_default_of_the_image_denied if {
	some v in rule.violation with input as _input([_taker({"origin": "image", "text": "", "certainty": "guessed"})], {}, {})
	v.msg == "service \"shop\" leads to port 8080 of \"login\", which listens on loopback by default: connection refused"
	v.path == _port.path
	v.certainty.lower == 1
}

test_host_port_denied if {
	some v in rule.violation with input as _input([_taker({"host_port": 80, "entry_path": ["entry"]})], {"target_port": 9999}, {})
	startswith(v.msg, "host port 80 leads to port 8080 of \"login\"")
	v.related[0].path == ["entry"]
}

test_host_port_on_the_nodes_network_allowed if {
	taker := _taker({"host_port": 80, "entry_path": ["entry"]})
	rule.violation == set() with input as _input([taker], {"target_port": 9999}, {"host_network": true})
}

test_other_target_allowed if rule.violation == set() with input as _input([_taker({})], {"target_port": 9999}, {})

test_other_protocol_allowed if rule.violation == set() with input as _input([_taker({})], {"protocol": "UDP"}, {})

test_all_addresses_allowed if rule.violation == set() with input as _input([_taker({"address": "all"})], {}, {})

test_served_by_another_one_as_well_allowed if {
	rule.violation == set() with input as _input([_taker({}), testing.taker("shop", {})], {}, {})
}

test_mesh_allowed if rule.violation == set() with input as _input([_taker({})], {}, {"who": {"shop": {"role": "mesh-proxy"}}})

test_host_process_allowed if rule.violation == set() with input as _input([_taker({})], {}, {"host_process": true})

test_loopback_to_which_nothing_leads_allowed if {
	rule.violation == set() with input as _input([_taker({"host_port": 0, "entry_path": ["entry"]})], {"target_port": 9999}, {})
}
