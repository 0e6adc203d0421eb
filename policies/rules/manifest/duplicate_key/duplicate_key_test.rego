package podlint.rules.manifest.duplicate_key_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_key as rule

test_second_entry_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": `key "env" occurs twice in one map: this entry counts, the one at line 12 is dropped`,
		"path": _path,
		"severity": "error",
	}} with input as _pod({})
}

_path := ["spec", "containers", 0, "env"]

_pod(duplicate) := testing.pod({"duplicate_keys": [object.union(
	{"key": "env", "first": 12, "where": "line 12", "same": false, "empty": false, "in": "manifest", "path": _path},
	duplicate,
)]})

test_entry_that_says_the_same_a_warning if {
	some v in rule.violation with input as _pod({"same": true})
	v.msg == `key "env" occurs twice in one map: the one at line 12 says the same`
	v.severity == "warning"
}

test_entry_without_a_value_is_advice if {
	some v in rule.violation with input as _pod({"empty": true})
	v.msg == `key "env" occurs twice in one map: this entry counts, the one at line 12 is empty`
	v.severity == "info"
}

test_chart_a_step_lower if {
	some v in rule.violation with input as _pod({"in": "chart"})
	v.severity == "warning"
	some same in rule.violation with input as _pod({"in": "chart", "same": true})
	same.severity == "info"
}

test_single_keys_allowed if {
	rule.violation == set() with input as testing.pod({})
}

test_keys_that_are_filled_in_allowed if {
	every key in ["{{ .Values.key }}", "${KEY}", "<key>"] {
		rule.violation == set() with input as _pod({"key": key})
	}
}
