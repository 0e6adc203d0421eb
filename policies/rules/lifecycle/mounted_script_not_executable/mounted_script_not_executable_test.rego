package podlint.rules.lifecycle.mounted_script_not_executable_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.mounted_script_not_executable as rule

_pod(look, overrides) := testing.pod(object.union(
	{"lookups": [testing.lookup("app", "/scripts/run.sh", object.union(
		{"via": "name", "runs": true, "found": true, "mode": 420, "mode_path": ["m"], "path": ["x"]},
		look,
	))]},
	overrides,
))

test_plain_mode_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"app\" runs /scripts/run.sh, whose mode 0644 lets nobody execute it: permission denied"
	v.path == ["x"]
	v.container == "app"
	v.related == [{"msg": "its mode", "path": ["m"]}]
}

test_executable_for_somebody_allowed if {
	every mode in [493, 365, 448, 484, 417] { # 0755, 0555, 0700, 0744, 0641
		rule.violation == set() with input as _pod({"mode": mode}, {})
	}
}

test_mode_that_is_not_known_allowed if rule.violation == set() with input as _pod({"mode": 0}, {})

test_file_that_is_read_allowed if rule.violation == set() with input as _pod({"runs": false}, {})

test_windows_allowed if rule.violation == set() with input as _pod({}, {"windows": true})
