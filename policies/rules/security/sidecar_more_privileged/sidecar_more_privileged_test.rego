package podlint.rules.security.sidecar_more_privileged_test

import data.podlint.lib.testing
import data.podlint.rules.security.sidecar_more_privileged as rule

_more(overrides) := {"isolation": {"more_privileged": [object.union(
	{
		"container": "shipper",
		"apps": ["app"],
		"what": ["privileged", "host path /var/log"],
		"default": false,
		"path": ["spec", "containers", 1, "securityContext", "privileged"],
	},
	overrides,
)]}}

test_privileged_helper_denied if {
	rule.violation == {{
		"msg": "helper \"shipper\" has rights that \"app\" lacks: privileged, host path /var/log",
		"path": ["spec", "containers", 1, "securityContext", "privileged"],
		"container": "shipper",
		"severity": "warning",
	}} with input as testing.pod(_more({}))
}

test_default_user_is_advice_denied if {
	found := rule.violation with input as testing.pod(_more({"what": ["user 0"], "default": true}))
	{v.severity | some v in found} == {"info"}
}

test_equal_rights_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
