package podlint.rules.network.monitor_port_unknown_test

import data.podlint.lib.testing
import data.podlint.rules.network.monitor_port_unknown as rule

_end(overrides) := testing.reference("metrics", object.union(
	{
		"source": "service-monitor", "key": "web", "from": "web", "field": "port", "of": "port", "choices": ["http"],
		"path": ["@ServiceMonitor//web", "spec", "endpoints", 0, "port"],
	},
	overrides,
))

_input(monitor, end, overrides) := testing.input_of(
	object.union({"references": [_end(end)]}, overrides),
	{"related": {"monitors": [testing.monitor("web", monitor)]}},
)

_messages(monitor, endpoint) := {v.msg | some v in found} if {
	found := rule.violation with input as _input(monitor, endpoint, {})
}

test_port_that_the_service_lacks_denied if {
	some v in rule.violation with input as _input({}, {}, {})
	v.msg == "ServiceMonitor \"web\" asks for port \"metrics\", which Service \"web\" does not have; there is only http"
	v.path == ["@ServiceMonitor//web", "spec", "endpoints", 0, "port"]
	v.certainty.lower == 0
}

test_port_that_all_services_lack_denied if {
	_messages({}, {"from": "", "choices": []}) == {"ServiceMonitor \"web\" asks for port \"metrics\", which no Service that it selects has"}
}

test_port_of_a_container_denied if {
	asked := {"field": "targetPort", "name": "9122", "choices": ["a", "b", "c", "d"]}
	_messages({}, asked) == {"ServiceMonitor \"web\" asks for targetPort \"9122\", which no container of the pods that it selects declares"}
	_messages({"kind": "PodMonitor"}, {"source": "pod-monitor", "from": "", "nearest": "metric"}) == {concat(" ", [
		"PodMonitor \"web\" asks for port \"metrics\",",
		"which no container of the pods that it selects declares; perhaps metric",
	])}
}

test_monitor_of_a_sibling_folder_a_step_lower_denied if {
	some v in rule.violation with input as _input({"near": "sibling"}, {}, {})
	v.certainty.lower == 1
}

_beside_injected := {"who": {"proxy": testing.member({"class": "injected"})}}

test_container_that_is_injected_makes_it_a_doubt if {
	some v in rule.violation with input as _input({"kind": "PodMonitor"}, {"source": "pod-monitor"}, _beside_injected)
	v.certainty.doubt == true
}

test_container_that_is_injected_says_nothing_of_a_service if {
	some v in rule.violation with input as _input({}, {}, _beside_injected)
	v.certainty.lower == 0
}

test_port_that_is_there_allowed if _messages({}, {"found": true}) == set()

test_monitor_of_everything_allowed if _messages({"labels": 0}, {}) == set()

test_injector_allowed if rule.violation == set() with input as _input({}, {}, {"injectors": [testing.injector("linkerd", {})]})

test_another_monitor_says_nothing if {
	_messages({"kind": "PodMonitor"}, {}) == set()
	_messages({"name": "other"}, {}) == set()
}

test_other_references_allowed if _messages({}, {"source": "annotation"}) == set()
