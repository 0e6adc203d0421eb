package podlint.rules.network.auth_proxy_bypass_bind_test

import data.podlint.lib.testing
import data.podlint.rules.network.auth_proxy_bypass_bind as rule

_guard(overrides) := testing.pod({"network": {"guards": [object.union(
	{
		"proxy": "login",
		"upstream": "wiki",
		"port": 3000,
		"address": "all",
		"by": "--listen=:3000",
		"certain": true,
		"read": true,
		"restricted": false,
		"proxy_path": ["spec", "containers", 0, "args", 1],
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)]}})

test_all_addresses_denied if {
	rule.violation == {{
		"msg": "container \"wiki\" serves port 3000 on all addresses, so any pod can skip \"login\", which guards it",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "wiki",
		"severity": "error",
		"related": [{"msg": "\"login\" guards the port", "path": ["spec", "containers", 0, "args", 1]}],
	}} with input as _guard({})
}

test_unknown_address_is_a_warning_denied if {
	some v in rule.violation with input as _guard({"address": "unknown", "certain": false})
	v.severity == "warning"
	contains(v.msg, "declares port 3000 and nothing binds it to loopback")
}

test_unchecked_knowledge_is_a_warning_denied if {
	some v in rule.violation with input as _guard({"certain": false})
	v.severity == "warning"
}

test_unread_proxy_is_advice_denied if {
	some v in rule.violation with input as _guard({"read": false})
	v.severity == "info"
}

test_loopback_allowed if {
	rule.violation == set() with input as _guard({"address": "loopback"})
}

test_restricted_allowed if {
	rule.violation == set() with input as _guard({"restricted": true})
}

test_no_guard_allowed if {
	rule.violation == set() with input as testing.pod({})
}
