package podlint.rules.manifest.duplicate_key_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_key as rule

test_second_entry_denied if {
	path := ["spec", "containers", 0, "env"]
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": `key "env" occurs twice in one map: this entry counts, the one at line 12 is dropped`,
		"path": path,
	}} with input as testing.pod({"duplicate_keys": [{"key": "env", "first": 12, "where": "line 12", "path": path}]})
}

test_single_keys_allowed if {
	rule.violation == set() with input as testing.pod({})
}
