package podlint.rules.manifest.undeclared_volume_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.undeclared_volume as rule

_value := testing.invalid("undeclared", {"of": "volume", "container": "app", "field": "volumeMounts[0].name", "got": "dta", "nearest": "data"})

test_undeclared_denied if {
	{v.msg | some v in rule.violation} == {`container "app": volumeMounts[0].name names volume "dta", which the pod does not have; did you mean "data"?`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("undeclared", {"of": "other"})]})
}

test_controllers_that_add_volumes_allowed if {
	workload := {"api_version": "argoproj.io/v1alpha1", "kind": "Workflow"}
	rule.violation == set() with input as testing.pod({"workload": workload, "invalid_values": [_value]})
}

test_volumes_with_another_problem_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [object.union(_value, {"problem": "repeated"})]})
}

test_workspace_of_jenkins_allowed if {
	workspace := object.union(_value, {"got": "workspace-volume"})
	rule.violation == set() with input as testing.pod({"managed": "jenkins", "invalid_values": [workspace]})
	count(rule.violation) == 1 with input as testing.pod({"invalid_values": [workspace]})
	count(rule.violation) == 1 with input as testing.pod({"managed": "jenkins", "invalid_values": [_value]})
}
