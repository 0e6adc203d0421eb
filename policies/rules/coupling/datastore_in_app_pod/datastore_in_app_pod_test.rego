package podlint.rules.coupling.datastore_in_app_pod_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.datastore_in_app_pod as rule

_store(overrides) := {"coupling": {"datastores": [object.union(
	{
		"container": "mysql",
		"known": "mysql",
		"app": "blog",
		"replicas": 1,
		"scaled": false,
		"persistent": true,
		"path": ["spec", "template", "spec", "containers", 1, "image"],
	},
	overrides,
)]}}

_found(overrides) := {[v.severity, v.msg] | some v in found} if {
	found := rule.violation with input as testing.pod(_store(overrides))
}

test_database_with_one_replica_denied if {
	rule.violation == {{
		"msg": "database \"mysql\" runs in every replica of \"blog\": the app cannot be scaled or rolled out without it",
		"path": ["spec", "template", "spec", "containers", 1, "image"],
		"container": "mysql",
		"severity": "warning",
	}} with input as testing.pod(_store({}))
}

test_database_without_volume_denied if {
	_found({"persistent": false}) == {["error", "database \"mysql\" runs in every replica of \"blog\": its data are gone with the pod"]}
}

test_several_replicas_denied if {
	_found({"replicas": 3}) == {["error", "database \"mysql\" runs in every replica of \"blog\": the replicas do not share its data"]}
}

test_autoscaler_denied if {
	_found({"scaled": true}) == {["error", "database \"mysql\" runs in every replica of \"blog\": the replicas do not share its data"]}
}

test_pod_without_database_allowed if {
	rule.violation == set() with input as testing.pod({"coupling": {}})
}
