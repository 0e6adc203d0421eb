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
		"kind": "emptyDir",
		"writers": ["app"],
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

test_first_follower_allowed if {
	rule.violation == set() with input as _pod({"first": true})
}

test_file_of_nobody_allowed if {
	not_written := object.remove(_stream({}), ["writers"])
	rule.violation == set() with input as testing.pod({"logging": {"streams": [not_written]}})
}

test_file_of_another_pod_denied if {
	claim := object.remove(_stream({"kind": "persistentVolumeClaim"}), ["writers"])
	count(rule.violation) == 1 with input as testing.pod({"logging": {"streams": [claim]}})
}
