package podlint.rules.lifecycle.sidecar_ignores_sigterm_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sidecar_ignores_sigterm as rule

_parameters := {"parameters": {"sidecar-ignores-sigterm": {"grace_seconds": 10}}}

_deaf(overrides) := object.union(
	{
		"container": "logs",
		"process": "tail",
		"form": "tail",
		"part": "helper",
		"helped": false,
		"path": ["spec", "containers", 1, "command", 0],
	},
	overrides,
)

_pod(deaf, overrides) := testing.input_of(
	object.union({"lifecycle": {"deaf_processes": [_deaf(deaf)]}}, overrides),
	_parameters,
)

test_tail_as_first_process_denied if {
	rule.violation == {{
		"msg": "container \"logs\" ignores SIGTERM: process 1 is a plain tail, so each deletion waits the whole 30s",
		"path": ["spec", "containers", 1, "command", 0],
		"container": "logs",
		"severity": "warning",
	}} with input as _pod({}, {})
}

test_shell_loop_denied if {
	some v in rule.violation with input as _pod({"process": "sh", "form": "loop"}, {"grace_period_seconds": 120})
	v.msg == "container \"logs\" ignores SIGTERM: process 1 is sh around a loop, so each deletion waits the whole 120s"
}

test_list_of_commands_denied if {
	some v in rule.violation with input as _pod({"process": "sh", "form": "compound"}, {})
	contains(v.msg, "process 1 is sh around a list of commands,")
}

test_shell_that_sleeps_denied if {
	some v in rule.violation with input as _pod({"process": "sh", "form": "sleep"}, {})
	contains(v.msg, "process 1 is sh, waiting for sleep,")
}

test_app_beside_helper_is_advice_denied if {
	some v in rule.violation with input as _pod({"part": "app", "helped": true}, {})
	v.severity == "info"
}

test_equals_denied if {
	some v in rule.violation with input as _pod({"part": "app"}, {})
	v.severity == "warning"
}

test_short_grace_allowed if {
	rule.violation == set() with input as _pod({}, {"grace_period_seconds": 10})
}

test_run_once_allowed if {
	rule.violation == set() with input as _pod({}, {"runs": "to-completion"})
}

test_windows_allowed if {
	rule.violation == set() with input as _pod({}, {"windows": true})
}

test_pod_without_deaf_process_allowed if {
	rule.violation == set() with input as testing.input_of({}, _parameters)
}
