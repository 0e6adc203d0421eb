package podlint.rules.logging.tail_missing_file_crash_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_missing_file_crash as rule

_stream(overrides) := object.union(
	{
		"container": "logs",
		"file": "/logs/app.log",
		"command": true,
		"retries": false,
		"looped": false,
		"ready": false,
		"own_file": false,
		"private": false,
		"volume": "logs",
		"kind": "emptyDir",
		"path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

_pod(stream) := testing.pod({"logging": {"streams": [_stream(stream)]}})

test_plain_follow_denied if {
	rule.violation == {{
		"msg": "container \"logs\" runs tail -f on /logs/app.log, which may not be there yet: tail then exits; -F waits",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "logs",
	}} with input as _pod({})
}

test_harmless_forms_allowed if {
	every form in ["retries", "looped", "ready", "own_file", "private"] {
		rule.violation == set() with input as _pod({form: true})
	}
}

test_agent_allowed if {
	rule.violation == set() with input as _pod({"command": false})
}

test_claim_allowed if {
	rule.violation == set() with input as _pod({"kind": "persistentVolumeClaim"})
}
