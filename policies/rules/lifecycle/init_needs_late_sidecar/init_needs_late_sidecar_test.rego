package podlint.rules.lifecycle.init_needs_late_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_needs_late_sidecar as rule

_pod(overrides) := testing.pod({"lifecycle": {"early_dials": [object.union(
	{
		"container": "migrate",
		"server": "database",
		"class": "regular",
		"part": "helper",
		"address": "127.0.0.1:5432",
		"wait": false,
		"ignorable": false,
		"unsure": false,
		"path": ["spec", "initContainers", 0, "env", 0],
	},
	overrides,
)]}})

test_migration_before_proxy_denied if {
	rule.violation == {{
		"msg": concat("", [
			"init container \"migrate\" connects to \"database\" on 127.0.0.1:5432,",
			" which starts only when the init container has ended",
		]),
		"path": ["spec", "initContainers", 0, "env", 0],
		"container": "migrate",
		"severity": "error",
	}} with input as _pod({})
}

test_wait_for_helper_denied if {
	count(rule.violation) == 1 with input as _pod({"wait": true})
}

test_single_call_of_app_denied if {
	count(rule.violation) == 1 with input as _pod({"part": "app"})
}

test_unsure_is_advice_denied if {
	some v in rule.violation with input as _pod({"unsure": true})
	v.severity == "info"
}

test_wait_for_app_allowed if {
	rule.violation == set() with input as _pod({"wait": true, "part": "app"})
}

test_tolerated_failure_allowed if {
	rule.violation == set() with input as _pod({"ignorable": true})
}

test_service_allowed if {
	rule.violation == set() with input as _pod({"service": "web", "wait": true})
}

test_pod_without_early_dials_allowed if {
	rule.violation == set() with input as testing.pod({})
}
