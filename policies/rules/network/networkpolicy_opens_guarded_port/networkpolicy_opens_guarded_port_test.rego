package podlint.rules.network.networkpolicy_opens_guarded_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.networkpolicy_opens_guarded_port as rule

_guard(overrides) := testing.pod({"network": {"guards": [object.union(
	{
		"proxy": "guard",
		"upstream": "app",
		"port": 8080,
		"address": "all",
		"by": "--listen=:8080",
		"certain": true,
		"read": true,
		"restricted": false,
		"openings": [{
			"policy": "app",
			"path": ["@NetworkPolicy//app", "spec", "ingress", 0, "ports", 1, "port"],
		}],
		"proxy_path": ["spec", "containers", 0, "args", 1],
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)]}})

test_listed_port_denied if {
	rule.violation == {{
		"msg": "network policy \"app\" lets everybody reach port 8080 of \"app\", which \"guard\" guards",
		"path": ["@NetworkPolicy//app", "spec", "ingress", 0, "ports", 1, "port"],
		"container": "app",
		"related": [{"msg": "\"guard\" guards the port", "path": ["spec", "containers", 0, "args", 1]}],
	}} with input as _guard({})
}

test_loopback_allowed if {
	rule.violation == set() with input as _guard({"address": "loopback"})
}

test_unread_proxy_allowed if {
	rule.violation == set() with input as _guard({"read": false})
}

test_closed_policy_allowed if {
	rule.violation == set() with input as _guard({"openings": []})
}

test_no_guard_allowed if {
	rule.violation == set() with input as testing.pod({})
}
