package podlint.rules.network.mesh_reserved_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.mesh_reserved_port as rule

_pod(taker, parts) := testing.pod(object.union(
	{
		"containers": [testing.container("shop", {})],
		"bindings": [testing.binding(15090, [testing.taker("shop", taker)])],
		"injectors": [testing.injector("istio", {"ports": [15001, 15090], "adds": ["istio-init", "istio-proxy"]})],
	},
	parts,
))

test_bound_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"shop\" uses port 15090, which the istio proxy injected by istio=true binds"
	v.path == ["spec", "containers", 0, "args", 0]
	v.container == "shop"
	v.certainty.lower == 0
}

test_declared_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({"declared": true, "binds": false, "certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_other_port_allowed if {
	rule.violation == set() with input as _pod({}, {"bindings": [testing.binding(9090, [testing.taker("shop", {})])]})
}

test_other_protocol_allowed if {
	udp := object.union(testing.binding(15090, [testing.taker("shop", {})]), {"protocol": "UDP"})
	rule.violation == set() with input as _pod({}, {"bindings": [udp]})
}

test_init_container_allowed if rule.violation == set() with input as _pod({}, {"who": {"shop": {"running": false}}})

test_own_proxy_allowed if {
	rule.violation == set() with input as _pod({}, {"who": {"shop": {"role": "mesh-proxy"}}})
	rule.violation == set() with input as _pod({}, {"who": {"shop": {"image": "docker.io/auto"}}})
	rule.violation == set() with input as _pod({}, {"injectors": [testing.injector("istio", {"ports": [15090], "adds": ["shop"]})]})
}

test_no_injector_allowed if rule.violation == set() with input as _pod({}, {"injectors": []})
