package podlint.rules.manifest.restart_policy_not_allowed_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.restart_policy_not_allowed as rule

_pod(api_version, kind, policy) := testing.pod({
	"workload": {"api_version": api_version, "kind": kind},
	"restart_policy": policy,
})

test_job_that_restarts_for_ever_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "restartPolicy Always, the default as well, is not for a Job; want OnFailure or Never",
		"path": ["spec", "restartPolicy"],
	}} with input as _pod("batch/v1", "Job", "Always")
}

test_deployment_that_ends_denied if {
	count(rule.violation) == 1 with input as _pod("apps/v1", "Deployment", "Never")
}

test_what_the_kind_takes_allowed if {
	rule.violation == set() with input as _pod("batch/v1", "Job", "Never")
	rule.violation == set() with input as _pod("apps/v1", "Deployment", "Always")
	rule.violation == set() with input as _pod("v1", "Pod", "Never")
}

test_unknown_policies_allowed if {
	rule.violation == set() with input as _pod("batch/v1", "Job", "sometimes")
}

test_custom_kinds_allowed if {
	rule.violation == set() with input as _pod("example.org/v1", "Job", "Always")
}

test_every_controller_denied if {
	every kind in ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"] {
		count(rule.violation) == 1 with input as _pod("apps/v1", kind, "OnFailure")
	}
	count(rule.violation) == 1 with input as _pod("v1", "ReplicationController", "OnFailure")
	count(rule.violation) == 1 with input as _pod("batch/v1", "CronJob", "Always")
}

test_jobs_that_end_either_way_allowed if {
	every kind in ["Job", "CronJob"] {
		every policy in ["OnFailure", "Never"] {
			rule.violation == set() with input as _pod("batch/v1", kind, policy)
		}
	}
}

test_policy_beside_the_spec_is_said if {
	misplaced := {"unknown_fields": [{"key": "restartPolicy", "in": "spec.template", "below": "spec", "path": ["spec", "template", "restartPolicy"]}]}
	some v in rule.violation with input as testing.pod(object.union({"workload": {"api_version": "batch/v1", "kind": "Job"}, "restart_policy": "Always"}, misplaced))
	v.msg == "restartPolicy is not set in the pod's spec, and Always is not for a Job; want OnFailure or Never"
}
