package podlint.rules.lifecycle.sleep_only_container_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sleep_only_container as rule

_idler(overrides) := object.union(
	{
		"container": "shell",
		"class": "regular",
		"command": "sleep 3600",
		"beside": "web",
		"probed": false,
		"toolbox": false,
		"path": ["spec", "containers", 1, "command", 0],
	},
	overrides,
)

_pod(idler, overrides) := testing.pod(object.union({"lifecycle": {"idlers": [_idler(idler)]}}, overrides))

test_sleep_beside_work_denied if {
	rule.violation == {{
		"msg": "container \"shell\" only waits (sleep 3600) beside \"web\", which works: remove it, or give it its program",
		"path": ["spec", "containers", 1, "command", 0],
		"container": "shell",
	}} with input as _pod({}, {})
}

test_run_once_allowed if {
	rule.violation == set() with input as _pod({}, {"runs": "to-completion"})
}

test_gate_allowed if {
	rule.violation == set() with input as _pod({"probed": true}, {})
}

test_toolbox_allowed if {
	rule.violation == set() with input as _pod({"toolbox": true}, {})
}

test_test_pod_allowed if {
	rule.violation == set() with input as _pod({}, {"test": true})
}

test_pod_without_idler_allowed if {
	rule.violation == set() with input as testing.pod({})
}
