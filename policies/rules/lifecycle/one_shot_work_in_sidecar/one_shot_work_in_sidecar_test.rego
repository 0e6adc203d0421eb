package podlint.rules.lifecycle.one_shot_work_in_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.one_shot_work_in_sidecar as rule

_shot(overrides) := object.union(
	{
		"container": "content",
		"command": "echo",
		"wait": "sleep 3600",
		"bounded": true,
		"neighbour": "web",
		"output": "/html/index.html",
		"call": false,
		"alone": true,
		"path": ["spec", "containers", 1, "args", 0, 0],
	},
	overrides,
)

_pod(shot, overrides) := testing.pod(object.union({"lifecycle": {"one_shots": [_shot(shot)]}}, overrides))

test_page_written_once_denied if {
	rule.violation == {{
		"msg": "container \"content\" works once for \"web\" (/html/index.html), then only waits (sleep 3600): make it an init container",
		"path": ["spec", "containers", 1, "args", 0, 0],
		"container": "content",
	}} with input as _pod({}, {})
}

test_call_of_neighbour_denied if {
	some v in rule.violation with input as _pod({"output": "localhost:80", "call": true}, {})
	endswith(v.msg, "a postStart hook or a Job does that")
}

test_endless_wait_in_job_denied if {
	count(rule.violation) == 1 with input as _pod({"bounded": false}, {"runs": "to-completion"})
}

test_bounded_wait_in_job_allowed if {
	rule.violation == set() with input as _pod({}, {"runs": "to-completion"})
}

test_pod_without_one_shot_allowed if {
	rule.violation == set() with input as testing.pod({})
}
