package podlint.rules.lifecycle.container_restart_policy_not_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.container_restart_policy_not_sidecar as rule

_pod(c, overrides, parts) := testing.input_of(
	object.union({"containers": [testing.container("proxy", object.union({"restart_policy": "Always"}, c))]}, overrides),
	parts,
)

_job := {"runs": "to-completion", "restart_policy": "Never"}

_rules := {"restart_policy_rules": [{"action": "Restart", "operator": "In", "values": [42], "path": []}]}

test_job_denied if {
	some v in rule.violation with input as _pod({}, _job, {})
	v.msg == "restartPolicy Always restarts \"proxy\" for ever and makes it no sidecar: the pod never completes"
	v.path == ["spec", "containers", 0, "restartPolicy"]
	v.container == "proxy"
	not v.severity
}

test_deployment_is_a_warning_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.severity == "warning"
}

test_old_cluster_denied if {
	some v in rule.violation with input as _pod({"restart_policy": "Never"}, {}, {"target": {"kubernetes": "1.33", "minor": 33}})
	v.msg == "container \"proxy\" has restartPolicy Never, a field that Kubernetes 1.33 does not know there"
}

test_own_rules_allowed if {
	rule.violation == set() with input as _pod(_rules, _job, {})
	rule.violation == set() with input as _pod(_rules, {}, {})
}

test_on_failure_allowed if rule.violation == set() with input as _pod({"restart_policy": "OnFailure"}, _job, {})

test_placeholder_allowed if rule.violation == set() with input as _pod({"restart_policy": "$(POLICY)"}, _job, {})

test_native_sidecar_allowed if rule.violation == set() with input as _pod({"class": "sidecar"}, _job, {})

test_other_policies_in_a_deployment_allowed if {
	every policy in ["OnFailure", "Never"] { rule.violation == set() with input as _pod({"restart_policy": policy}, {}, {}) }
}

test_never_in_a_job_allowed if rule.violation == set() with input as _pod({"restart_policy": "Never"}, _job, {})
