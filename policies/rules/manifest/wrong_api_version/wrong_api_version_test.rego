package podlint.rules.manifest.wrong_api_version_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.wrong_api_version as rule

_pod(api_version, kind) := testing.pod({"workload": {"api_version": api_version, "kind": kind}})

test_pod_of_apps_denied if {
	rule.violation == {{"msg": "apps/v1 has no Pod; want apiVersion v1", "path": ["apiVersion"]}} with input as _pod("apps/v1", "Pod")
}

test_served_versions_allowed if {
	rule.violation == set() with input as _pod("v1", "Pod")
	rule.violation == set() with input as _pod("batch/v1beta1", "CronJob")
}

test_custom_groups_allowed if {
	rule.violation == set() with input as _pod("apps.example.org/v1", "Deployment")
	rule.violation == set() with input as _pod("v1", "Widget")
}
