package podlint.rules.security.net_admin_long_running_test

import data.podlint.lib.testing
import data.podlint.rules.security.net_admin_long_running as rule

_grant(overrides) := {"isolation": {"grants": [object.union(
	{
		"container": "shaper",
		"helper": true,
		"what": "NET_ADMIN",
		"app": "app",
		"path": ["spec", "containers", 1, "securityContext", "capabilities", "add"],
	},
	overrides,
)]}}

test_capability_of_helper_denied if {
	rule.violation == {{
		"msg": "container \"shaper\" keeps NET_ADMIN while it runs: it can undo the network isolation of \"app\"",
		"path": ["spec", "containers", 1, "securityContext", "capabilities", "add"],
		"container": "shaper",
		"severity": "warning",
	}} with input as testing.pod(_grant({}))
}

test_unknown_container_is_advice_denied if {
	found := rule.violation with input as testing.pod(_grant({"helper": false}))
	{v.severity | some v in found} == {"info"}
}

test_pod_without_grants_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
