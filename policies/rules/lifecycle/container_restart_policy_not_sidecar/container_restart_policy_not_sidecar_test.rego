package podlint.rules.lifecycle.container_restart_policy_not_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.container_restart_policy_not_sidecar as rule

_own(overrides) := object.union(
	{
		"container": "proxy",
		"policy": "Always",
		"rules": false,
		"part": "helper",
		"path": ["spec", "containers", 1, "restartPolicy"],
	},
	overrides,
)

_pod(own, overrides, target) := testing.input_of(
	object.union({"lifecycle": {"own_policies": [_own(own)]}}, overrides),
	{"target": target},
)

_job := {"runs": "to-completion", "restart_policy": "Never"}

_old := {"kubernetes": "1.33", "minor": 33}

_new := {"kubernetes": "1.35", "minor": 35}

test_always_in_job_denied if {
	rule.violation == {{
		"msg": "restartPolicy Always restarts \"proxy\" for ever and makes it no sidecar: the pod never completes",
		"path": ["spec", "containers", 1, "restartPolicy"],
		"container": "proxy",
	}} with input as _pod({}, _job, {})
}

test_always_in_job_of_new_cluster_denied if {
	count(rule.violation) == 1 with input as _pod({}, _job, _new)
}

test_redundant_always_denied if {
	some v in rule.violation with input as _pod({}, {}, _new)
	v.severity == "warning"
}

test_old_cluster_denied if {
	some v in rule.violation with input as _pod({"policy": "OnFailure"}, {}, _old)
	v.msg == "container \"proxy\" has restartPolicy OnFailure, a field that Kubernetes 1.33 does not know there"
}

test_on_failure_allowed if {
	rule.violation == set() with input as _pod({"policy": "OnFailure"}, {}, {})
}

test_never_on_new_cluster_allowed if {
	rule.violation == set() with input as _pod({"policy": "Never"}, {}, _new)
}

test_rules_allowed if {
	rule.violation == set() with input as _pod({"rules": true}, _job, _new)
}

test_pod_without_own_policies_allowed if {
	rule.violation == set() with input as testing.pod({})
}
