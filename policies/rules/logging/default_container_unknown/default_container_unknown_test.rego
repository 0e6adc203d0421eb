package podlint.rules.logging.default_container_unknown_test

import data.podlint.lib.testing
import data.podlint.rules.logging.default_container_unknown as rule

_path := ["metadata", "annotations", "kubectl.kubernetes.io/default-container"]

_found(overrides) := object.union(
	{
		"key": "kubectl.kubernetes.io/default-container",
		"name": "shop",
		"kind": "container",
		"kubectl": true,
		"path": _path,
	},
	overrides,
)

_pod(list) := testing.pod({"logging": {"unmatched": list}})

test_unknown_name_denied if {
	rule.violation == {{
		"msg": "annotation names the default container \"shop\", but the pod has no such container",
		"path": _path,
	}} with input as _pod([_found({})])
}

test_misspelt_name_denied if {
	some v in rule.violation with input as _pod([_found({"nearest": "shopd"})])
	endswith(v.msg, "has no such container; perhaps \"shopd\"")
}

test_other_annotation_allowed if {
	rule.violation == set() with input as _pod([_found({"key": "pre.hook.backup.velero.io/container", "kubectl": false})])
}

test_no_annotation_allowed if {
	rule.violation == set() with input as testing.pod({})
}
