package podlint.rules.lifecycle.long_running_init_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.long_running_init as rule

_pod(overrides) := testing.pod({"lifecycle": {"endless_inits": [object.union(
	{
		"container": "sync",
		"by": "git-sync by default",
		"origin": "image",
		"known": "git-sync",
		"verified": true,
		"path": ["spec", "initContainers", 0, "name"],
	},
	overrides,
)]}})

test_endless_init_denied if {
	rule.violation == {{
		"msg": "init container \"sync\" never ends (git-sync by default), so no other container starts",
		"path": ["spec", "initContainers", 0, "name"],
		"container": "sync",
		"severity": "error",
	}} with input as _pod({})
}

test_unverified_knowledge_is_a_warning_denied if {
	some v in rule.violation with input as _pod({"verified": false})
	v.severity == "warning"
}

test_pod_without_endless_init_allowed if {
	rule.violation == set() with input as testing.pod({})
}
