package podlint.rules.logging.tail_skips_history_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_skips_history as rule

_stream(overrides) := object.union(
	{
		"container": "logs",
		"file": "/logs/app.log",
		"command": true,
		"whole": false,
		"own_file": false,
		"private": false,
		"path": ["spec", "containers", 1, "command", 0],
	},
	overrides,
)

_pod(stream) := testing.pod({"logging": {"streams": [_stream(stream)]}})

test_no_start_denied if {
	rule.violation == {{
		"msg": "container \"logs\" begins 10 lines before the end of /logs/app.log: earlier lines are lost; -n+1 begins at the first",
		"path": ["spec", "containers", 1, "command", 0],
		"container": "logs",
	}} with input as _pod({})
}

test_start_given_allowed if {
	rule.violation == set() with input as _pod({"whole": true})
}

test_agent_allowed if {
	rule.violation == set() with input as _pod({"command": false})
}

test_own_or_private_file_allowed if {
	rule.violation == set() with input as _pod({"own_file": true})
	rule.violation == set() with input as _pod({"private": true})
}
