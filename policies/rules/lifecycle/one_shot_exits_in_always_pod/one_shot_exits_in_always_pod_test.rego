package podlint.rules.lifecycle.one_shot_exits_in_always_pod_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.one_shot_exits_in_always_pod as rule

_exits(overrides) := {"lifecycle": {"exits": [object.union(
	{
		"container": "migrate",
		"class": "regular",
		"rules": false,
		"by": "flyway migrate",
		"origin": "script",
		"part": "helper",
		"beside": 1,
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)]}}

test_migration_denied if {
	rule.violation == {{
		"msg": "container \"migrate\" ends (flyway migrate), but the pod runs always: it restarts until CrashLoopBackOff",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "migrate",
	}} with input as testing.pod(_exits({}))
}

test_own_policy_on_old_cluster_denied if {
	pod := testing.input_of(_exits({"policy": "OnFailure"}), {"target": {"kubernetes": "1.33", "minor": 33}})
	count(rule.violation) == 1 with input as pod
}

test_own_policy_allowed if {
	rule.violation == set() with input as testing.pod(_exits({"policy": "Never"}))
}

test_rules_allowed if {
	rule.violation == set() with input as testing.pod(_exits({"rules": true}))
}

test_test_pod_allowed if {
	rule.violation == set() with input as testing.pod(object.union(_exits({}), {"test": true}))
}

test_managed_pod_allowed if {
	rule.violation == set() with input as testing.pod(object.union(_exits({}), {"managed": "jenkins"}))
}

test_pod_without_exits_allowed if {
	rule.violation == set() with input as testing.pod({})
}
