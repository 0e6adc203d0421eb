package podlint.rules.network.selector_selects_nothing_test

import data.podlint.lib.testing
import data.podlint.rules.network.selector_selects_nothing as rule

_input(overrides) := testing.input_of({}, {"related": {"near_selectors": [testing.near_selector("web", object.union({"kind": "Service"}, overrides))]}})

test_other_value_denied if {
	some v in rule.violation with input as _input({})
	v.msg == "Service \"web\" selects nothing: it asks for component: agent, workload \"web\" has core"
	v.path == ["@Service//web", "spec", "selector", "component"]
	v.certainty.lower == 0
}

test_budget_of_another_name_a_step_lower_denied if {
	some v in rule.violation with input as _input({"kind": "PodDisruptionBudget", "name": "agents"})
	v.certainty.lower == 1
}

test_monitor_left_to_another_rule if rule.violation == set() with input as _input({"kind": "PodMonitor"})

test_label_that_changes_allowed if rule.violation == set() with input as _input({"changes": true})

test_made_by_a_controller_is_a_doubt if {
	some v in rule.violation with input as _input({"maker": "ThanosRuler web"})
	v.certainty.doubt
}
