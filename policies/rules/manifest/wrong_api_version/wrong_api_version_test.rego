package podlint.rules.manifest.wrong_api_version_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.wrong_api_version as rule

_pod(api_version, kind) := testing.pod({"workload": {"api_version": api_version, "kind": kind}})

test_pod_of_apps_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{"msg": "apps/v1 has no Pod; want apiVersion v1", "path": ["apiVersion"]}} with input as _pod("apps/v1", "Pod")
}

test_served_versions_allowed if {
	rule.violation == set() with input as _pod("v1", "Pod")
	rule.violation == set() with input as _pod("batch/v1beta1", "CronJob")
}

test_custom_groups_allowed if {
	rule.violation == set() with input as _pod("apps.example.org/v1", "Deployment")
	rule.violation == set() with input as _pod("v1", "Widget")
}

test_every_version_that_was_ever_served_allowed if {
	every kind, versions in {
		"Pod": ["v1"], "PodTemplate": ["v1"], "ReplicationController": ["v1"],
		"Deployment": ["apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"],
		"DaemonSet": ["apps/v1", "apps/v1beta2", "extensions/v1beta1"], "ReplicaSet": ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
		"StatefulSet": ["apps/v1", "apps/v1beta2", "apps/v1beta1"], "Job": ["batch/v1", "extensions/v1beta1"],
		"CronJob": ["batch/v1", "batch/v1beta1", "batch/v2alpha1"],
	} {
		every version in versions {
			rule.violation == set() with input as _pod(version, kind)
		}
		count(rule.violation) == 1 with input as _pod("policy/v1", kind)
		{endswith(v.msg, sprintf("want apiVersion %s", [versions[0]])) | some v in rule.violation} == {true} with input as _pod("policy/v1", kind)
	}
}
