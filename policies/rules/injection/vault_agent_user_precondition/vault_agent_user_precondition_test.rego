package podlint.rules.injection.vault_agent_user_precondition_test

import data.podlint.lib.testing
import data.podlint.rules.injection.vault_agent_user_precondition as rule

_setting(overrides) := {"injection": {"vault": [object.union(
	{"kind": "user", "container": "app", "pod_user": false, "path": ["metadata", "annotations", "a"]},
	overrides,
)]}}

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod(_setting(overrides))
}

test_user_missing_denied if {
	rule.violation == {{
		"msg": "the Vault agent shall run as the user of \"app\", which sets no runAsUser",
		"path": ["metadata", "annotations", "a"],
		"container": "app",
	}} with input as testing.pod(_setting({}))
}

test_users_of_the_pod_do_not_count_denied if {
	_messages({"pod_user": true}) == {"the Vault agent shall run as the user of \"app\", which sets no runAsUser of its own (the pod's does not count)"}
}

test_container_missing_denied if {
	_messages({"kind": "mounts"}) == {"the Vault agent shall copy the mounts of \"app\", which the pod does not have"}
}

test_pod_without_agent_allowed if {
	rule.violation == set() with input as testing.pod({"injection": {}})
}
