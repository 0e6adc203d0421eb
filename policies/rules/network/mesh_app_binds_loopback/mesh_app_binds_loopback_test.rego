package podlint.rules.network.mesh_app_binds_loopback_test

import data.podlint.lib.testing
import data.podlint.rules.network.mesh_app_binds_loopback as rule

_taker(overrides) := testing.taker("app", object.union({"address": "loopback", "path": ["spec", "bind"]}, overrides))

_input(id, takers, who) := testing.input_of(
	{
		"containers": [testing.container("app", {})],
		"injectors": [testing.injector(id, {})],
		"bindings": [testing.binding(8080, takers)],
		"who": who,
	},
	{"related": {"services": [testing.service("shop", {"ports": [testing.service_port(80, 8080, {"path": ["@Service", "port"]})]})]}},
)

test_loopback_denied if {
	some v in rule.violation with input as _input("istio", [_taker({})], {})
	v.msg == "container \"app\" serves port 8080 on loopback only, but Istio's proxy hands what service \"shop\" receives to the pod's address"
	v.path == ["spec", "bind"]
	v.container == "app"
	v.related == [{"msg": "service \"shop\" leads here", "path": ["@Service", "port"]}]
}

test_all_addresses_allowed if rule.violation == set() with input as _input("istio", [_taker({"address": "all"})], {})

test_another_mesh_allowed if rule.violation == set() with input as _input("linkerd", [_taker({})], {})

test_proxy_itself_allowed if rule.violation == set() with input as _input("istio", [_taker({})], {"app": {"role": "mesh-proxy"}})

test_port_to_which_no_service_leads_allowed if {
	beside := object.union(_input("istio", [], {}).pod, {"bindings": [testing.binding(9090, [_taker({})])]})
	rule.violation == set() with input as object.union(_input("istio", [], {}), {"pod": beside})
}
