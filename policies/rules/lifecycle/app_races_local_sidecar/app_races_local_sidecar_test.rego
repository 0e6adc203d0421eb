package podlint.rules.lifecycle.app_races_local_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.app_races_local_sidecar as rule

_pod(overrides) := testing.pod({"lifecycle": {"start_dials": [object.union(
	{
		"from": "app",
		"to": "database",
		"class": "regular",
		"ordered": false,
		"database": true,
		"scripted": false,
		"unresolved": false,
		"address": "127.0.0.1:5432",
		"path": ["spec", "containers", 0, "env", 0],
		"to_path": ["spec", "containers", 1, "name"],
	},
	overrides,
)]}})

test_database_on_localhost_denied if {
	rule.violation == {{
		"msg": concat("", [
			"container \"app\" connects to \"database\" (127.0.0.1:5432) at start,",
			" but nothing makes it wait until the helper serves",
		]),
		"path": ["spec", "containers", 0, "env", 0],
		"container": "app",
		"severity": "warning",
		"related": [{"msg": "\"database\" serves it", "path": ["spec", "containers", 1, "name"]}],
	}} with input as _pod({})
}

test_script_denied if {
	count(rule.violation) == 1 with input as _pod({"database": false, "scripted": true})
}

test_unresolved_is_advice_denied if {
	some v in rule.violation with input as _pod({"unresolved": true})
	v.severity == "info"
}

test_per_request_allowed if {
	rule.violation == set() with input as _pod({"database": false})
}

test_ordered_allowed if {
	rule.violation == set() with input as _pod({"ordered": true})
}

test_native_sidecar_allowed if {
	rule.violation == set() with input as _pod({"class": "sidecar"})
}

test_pod_without_start_dials_allowed if {
	rule.violation == set() with input as testing.pod({})
}
