package podlint.rules.network.auth_proxy_bypass_service_test

import data.podlint.lib.testing
import data.podlint.rules.network.auth_proxy_bypass_service as rule

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

_service(headless) := {"services": [{
	"service": "wiki",
	"port": 80,
	"headless": headless,
	"path": ["@Service//wiki", "spec", "ports", 0, "targetPort"],
}]}

test_service_denied if {
	rule.violation == {{
		"msg": "service \"wiki\" leads to port 3000 of \"wiki\" directly, past the proxy \"login\" that guards it",
		"path": ["@Service//wiki", "spec", "ports", 0, "targetPort"],
		"container": "wiki",
		"severity": "error",
		"related": [{"msg": "\"login\" guards the port", "path": ["spec", "containers", 0, "args", 1]}],
	}} with input as _guard(_service(false))
}

test_headless_is_a_warning_denied if {
	some v in rule.violation with input as _guard(_service(true))
	v.severity == "warning"
}

test_unread_proxy_is_advice_denied if {
	some v in rule.violation with input as _guard(object.union(_service(false), {"read": false}))
	v.severity == "info"
}

test_restricted_allowed if {
	rule.violation == set() with input as _guard(object.union(_service(false), {"restricted": true}))
}

test_loopback_allowed if {
	rule.violation == set() with input as _guard(object.union(_service(false), {"address": "loopback"}))
}

test_no_service_allowed if {
	rule.violation == set() with input as _guard({})
}

test_no_guard_allowed if {
	rule.violation == set() with input as testing.pod({})
}
