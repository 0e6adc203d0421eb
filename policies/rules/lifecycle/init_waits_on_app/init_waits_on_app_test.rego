package podlint.rules.lifecycle.init_waits_on_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_waits_on_app as rule

_pod(overrides) := testing.pod({"lifecycle": {"early_dials": [object.union(
	{
		"container": "wait",
		"server": "web",
		"class": "regular",
		"part": "app",
		"address": "localhost:8080",
		"wait": true,
		"ignorable": false,
		"unsure": false,
		"path": ["spec", "initContainers", 0, "command", 2],
	},
	overrides,
)]}})

test_wait_on_localhost_denied if {
	rule.violation == {{
		"msg": "init container \"wait\" waits for \"web\" on localhost:8080, which starts only after it: the pod never starts",
		"path": ["spec", "initContainers", 0, "command", 2],
		"container": "wait",
		"severity": "error",
	}} with input as _pod({})
}

test_wait_on_own_service_denied if {
	some v in rule.violation with input as _pod({"service": "web", "address": "web:80"})
	contains(v.msg, "on web:80 (its own Service),")
}

test_unsure_is_advice_denied if {
	some v in rule.violation with input as _pod({"unsure": true})
	v.severity == "info"
}

test_wait_for_helper_allowed if {
	rule.violation == set() with input as _pod({"part": "helper"})
}

test_single_call_allowed if {
	rule.violation == set() with input as _pod({"wait": false})
}

test_bounded_wait_allowed if {
	rule.violation == set() with input as _pod({"ignorable": true})
}

test_pod_without_early_dials_allowed if {
	rule.violation == set() with input as testing.pod({})
}
