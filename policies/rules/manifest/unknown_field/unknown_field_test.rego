package podlint.rules.manifest.unknown_field_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.unknown_field as rule

_path := ["spec", "containers", 0, "volumeMount"]

test_typo_denied if {
	field := {"key": "volumeMount", "nearest": "volumeMounts", "in": "spec.containers[0]", "path": _path}
	rule.violation == {{
		"msg": `Kubernetes knows no field "volumeMount" in spec.containers[0] and would drop it; did you mean "volumeMounts"`,
		"path": _path,
	}} with input as testing.pod({"unknown_fields": [field]})
}

test_strange_field_denied_as_warning if {
	field := {"key": "colour", "in": "spec.containers[0]", "path": ["spec", "containers", 0, "colour"]}
	rule.violation == {{
		"msg": `Kubernetes knows no field "colour" in spec.containers[0] and would drop it`,
		"path": ["spec", "containers", 0, "colour"],
		"severity": "warning",
	}} with input as testing.pod({"unknown_fields": [field]})
}

test_known_fields_allowed if {
	rule.violation == set() with input as testing.pod({})
}
