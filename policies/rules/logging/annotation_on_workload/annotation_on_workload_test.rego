package podlint.rules.logging.annotation_on_workload_test

import data.podlint.lib.testing
import data.podlint.rules.logging.annotation_on_workload as rule

_found(overrides) := object.union(
	{
		"key": "dapr.io/enabled",
		"more": 0,
		"on": "Deployment",
		"on_service": false,
		"path": ["metadata", "annotations", "dapr.io/enabled"],
	},
	overrides,
)

_pod(list) := testing.pod({"logging": {"misplaced": list}})

test_key_on_workload_denied if {
	rule.violation == {{
		"msg": "annotation dapr.io/enabled on the Deployment has no effect: it is read on pods and belongs on the pod template",
		"path": ["metadata", "annotations", "dapr.io/enabled"],
	}} with input as _pod([_found({})])
}

test_several_keys_denied_once if {
	some v in rule.violation with input as _pod([_found({"more": 2, "on": "jobTemplate"})])
	v.msg == "annotation dapr.io/enabled (and 2 more) on the jobTemplate has no effect: it is read on pods and belongs on the pod template"
}

test_key_on_service_allowed if {
	rule.violation == set() with input as _pod([_found({"on_service": true})])
}

test_nothing_misplaced_allowed if {
	rule.violation == set() with input as testing.pod({})
}
