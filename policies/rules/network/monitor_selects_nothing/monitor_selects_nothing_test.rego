package podlint.rules.network.monitor_selects_nothing_test

import data.podlint.lib.testing
import data.podlint.rules.network.monitor_selects_nothing as rule

_input(overrides) := testing.input_of({}, {"related": {"near_selectors": [testing.near_selector("web", object.union({"kind": "ServiceMonitor", "of": "service"}, overrides))]}})

test_other_value_denied if {
	some v in rule.violation with input as _input({})
	v.msg == "ServiceMonitor \"web\" selects nothing: it asks for component: agent, Service \"web\" has core"
	v.path == ["@Service//web", "spec", "selector", "component"]
	v.certainty.lower == 0
}

test_pod_monitor_of_another_name_a_step_lower_denied if {
	some v in rule.violation with input as _input({"kind": "PodMonitor", "of": "pod", "name": "agents"})
	v.certainty.lower == 1
}

test_service_left_to_another_rule if rule.violation == set() with input as _input({"kind": "Service"})

test_label_that_changes_allowed if rule.violation == set() with input as _input({"changes": true})
