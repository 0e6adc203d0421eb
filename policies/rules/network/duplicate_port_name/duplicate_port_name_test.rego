package podlint.rules.network.duplicate_port_name_test

import data.podlint.lib.testing
import data.podlint.rules.network.duplicate_port_name as rule

_binding(name, number, overrides) := testing.binding(number, [testing.taker(name, object.union(
	{"declared": true, "name": "http", "entry_path": ["p", number]},
	overrides,
))])

_metrics := _binding("metrics", 9100, {})

_shop(overrides) := _binding("shop", 8080, overrides)

_found(classes, bindings, target) := found if {
	found := rule.violation with input as testing.input_of(
		{
			"containers": [testing.container("metrics", {"class": classes[0]}), testing.container("shop", {"class": classes[1]})],
			"bindings": bindings,
		},
		{"related": {"services": [testing.service("shop", {"ports": [object.union({"target_name": "http", "protocol": "TCP"}, target)]})]}},
	)
}

_regular := ["regular", "regular"]

test_name_of_a_service_denied if {
	_found(_regular, [_metrics, _shop({})], {}) == {{
		"msg": "port name \"http\" of \"shop\" (8080) is already taken by \"metrics\" (9100): service \"shop\" reaches only that one",
		"path": ["p", 8080, "name"],
		"container": "shop",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "the name stands for the port of \"metrics\"", "path": ["p", 9100, "name"]}],
	}}
}

test_native_sidecar_comes_last_denied if {
	some v in _found(["sidecar", "regular"], [_metrics, _shop({})], {})
	v.container == "metrics"
}

test_name_that_nobody_asks_for_in_doubt if {
	every target in [{"target_name": "https"}, {"protocol": "UDP"}] {
		some v in _found(_regular, [_metrics, _shop({})], target)
		v.certainty.doubt == true
		contains(v.msg, "a Service reaches only that one")
	}
}

test_one_port_of_two_allowed if _found(_regular, [testing.binding(9100, array.concat(_metrics.takers, _shop({}).takers))], {}) == set()

test_names_differ_allowed if _found(_regular, [_metrics, _shop({"name": "web"})], {}) == set()

test_protocols_differ_allowed if _found(_regular, [_metrics, object.union(_shop({}), {"protocol": "UDP"})], {}) == set()

test_port_that_is_not_declared_allowed if _found(_regular, [_metrics, _shop({"declared": false})], {}) == set()

test_init_container_allowed if _found(["init", "regular"], [_metrics, _shop({})], {}) == set()

test_placeholder_allowed if {
	hidden := {"name": "{{ .Values.port }}"}
	_found(_regular, [_binding("metrics", 9100, hidden), _shop(hidden)], {"target_name": "{{ .Values.port }}"}) == set()
}
