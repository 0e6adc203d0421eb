package podlint.rules.manifest.unknown_field_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.unknown_field as rule

_path := ["spec", "containers", 0, "volumeMount"]

test_typo_denied if {
	field := {"key": "volumeMount", "nearest": "volumeMounts", "in": "spec.containers[0]", "path": _path}
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": `Kubernetes knows no field "volumeMount" in spec.containers[0] and drops or refuses it; did you mean "volumeMounts"?`,
		"path": _path,
	}} with input as testing.pod({"unknown_fields": [field]})
}

_strange := {"key": "colour", "in": "spec.containers[0]", "path": ["spec", "containers", 0, "colour"]}

test_strange_field_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": `Kubernetes knows no field "colour" in spec.containers[0] and drops or refuses it`,
		"path": ["spec", "containers", 0, "colour"],
	}} with input as testing.pod({"unknown_fields": [_strange]})
}

test_strange_field_of_a_newer_cluster_denied_as_warning if {
	newer := testing.input_of({"unknown_fields": [_strange]}, {"target": {"kubernetes": "1.40", "minor": 40}})
	{v.severity | some v in rule.violation} == {"warning"} with input as newer
}

test_field_one_level_too_high_denied if {
	field := {"key": "volumes", "in": "spec.template", "below": "spec", "path": ["spec", "template", "volumes"]}
	{v.msg | some v in rule.violation with input as testing.pod({"unknown_fields": [field]})} == {`Kubernetes knows no field "volumes" in spec.template and drops or refuses it; it belongs one level deeper, in its spec`}
}

test_field_that_belongs_elsewhere_denied if {
	field := {"key": "podReplacementPolicy", "in": "spec.template.spec", "belongs": "spec", "nearest": "podPolicy", "path": ["spec", "template", "spec", "x"]}
	{v.msg | some v in rule.violation with input as testing.pod({"unknown_fields": [field]})} == {`Kubernetes knows no field "podReplacementPolicy" in spec.template.spec and drops or refuses it; it belongs in spec`}
}

test_known_fields_allowed if {
	rule.violation == set() with input as testing.pod({})
}

_renames(key, nearest) := v.fix.safe if {
	some v in rule.violation with input as testing.pod({"unknown_fields": [{"key": key, "nearest": nearest, "in": "spec", "path": ["spec", key]}]})
	v.fix.changes == [{"op": "rename", "path": ["spec", key], "key": nearest}]
}

test_fix_is_safe_where_little_doubt_is_left if {
	_renames("volumeMount", "volumeMounts")
	_renames("restartpolicy", "restartPolicy")
	_renames("nodeSelectors", "nodeSelector")
	_renames("imag", "image")
	not _renames("hostPIC", "hostPID")
}

test_keys_that_are_filled_in_allowed if {
	every field in [{"key": "{{ .Values.field }}"}, {"key": "${FIELD}", "nearest": "image"}] {
		rule.violation == set() with input as testing.pod({"unknown_fields": [object.union({"in": "spec", "path": ["spec"]}, field)]})
	}
}
