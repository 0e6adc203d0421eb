package podlint.rules.lifecycle.native_sidecar_no_startup_probe_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_no_startup_probe as rule

_pod(overrides, target) := testing.input_of(
	{"lifecycle": {"start_dials": [object.union(
		{
			"from": "app",
			"to": "database",
			"class": "sidecar",
			"ordered": false,
			"database": true,
			"scripted": false,
			"unresolved": false,
			"address": "localhost:5432",
			"path": ["spec", "containers", 0, "env", 0],
			"to_path": ["spec", "initContainers", 0, "name"],
		},
		overrides,
	)]}},
	{"target": target},
)

test_dialled_sidecar_denied if {
	rule.violation == {{
		"msg": "native sidecar \"database\" has no startup probe, so \"app\" starts before it serves localhost:5432",
		"path": ["spec", "initContainers", 0, "name"],
		"container": "database",
		"related": [{"msg": "\"app\" connects here", "path": ["spec", "containers", 0, "env", 0]}],
	}} with input as _pod({}, {})
}

test_new_cluster_denied if {
	count(rule.violation) == 1 with input as _pod({}, {"kubernetes": "1.31", "minor": 31})
}

test_startup_probe_allowed if {
	rule.violation == set() with input as _pod({"ordered": true}, {})
}

test_regular_container_allowed if {
	rule.violation == set() with input as _pod({"class": "regular"}, {})
}

test_cluster_without_native_sidecars_allowed if {
	rule.violation == set() with input as _pod({}, {"kubernetes": "1.28", "minor": 28})
}

test_pod_without_start_dials_allowed if {
	rule.violation == set() with input as testing.pod({})
}
