package podlint.rules.lifecycle.restart_rules_misused_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.restart_rules_misused as rule

_rule(action) := {"action": action, "operator": "In", "values": [42], "path": ["r"]}

_on(minor, container) := testing.input_of({"containers": [container, testing.container("app", {})]}, {"target": {"kubernetes": sprintf("1.%d", [minor]), "minor": minor}})

test_policy_of_an_init_container_denied if {
	some v in rule.violation with input as _on(34, testing.init("setup", {"restart_policy": "Never"}))
	v.msg == "init container \"setup\" has restartPolicy Never, which Kubernetes 1.34 does not know there"
	v.path == ["spec", "initContainers", 0, "restartPolicy"]
	v.container == "setup"
	v.certainty.confidence == "certain"
}

test_newer_cluster_allowed if rule.violation == set() with input as _on(35, testing.init("setup", {"restart_policy": "OnFailure"}))

test_unknown_cluster_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.init("setup", {"restart_policy": "Never"})]})
}

test_other_policies_allowed if {
	rule.violation == set() with input as _on(34, testing.init("setup", {}))
	rule.violation == set() with input as _on(34, testing.sidecar("proxy", {}))
	rule.violation == set() with input as _on(34, testing.container("web", {"restart_policy": "Never"}))
}

test_action_that_is_too_new_denied if {
	some v in rule.violation with input as _on(35, testing.container("web", {"restart_policy": "Never", "restart_policy_rules": [_rule("RestartAllContainers")]}))
	v.msg == "container \"web\" has a rule with RestartAllContainers, which Kubernetes 1.35 does not know"
	v.path == ["r"]
}

test_action_that_is_known_allowed if {
	rule.violation == set() with input as _on(36, testing.container("web", {"restart_policy": "Never", "restart_policy_rules": [_rule("RestartAllContainers")]}))
}

test_rule_without_effect_denied if {
	some v in rule.violation with input as _on(36, testing.container("web", {"restart_policy": "Always", "restart_policy_rules": [_rule("Restart")]}))
	v.severity == "warning"
	v.msg == "container \"web\" is restarted after every exit code, so its rule to restart it after some changes nothing"
}

test_rule_with_effect_allowed if {
	rule.violation == set() with input as _on(36, testing.container("web", {"restart_policy": "Never", "restart_policy_rules": [_rule("Restart")]}))
	rule.violation == set() with input as _on(36, testing.container("web", {"restart_policy": "Always", "restart_policy_rules": [_rule("RestartAllContainers")]}))
	rule.violation == set() with input as _on(36, testing.container("web", {"restart_policy": "Always"}))
}
