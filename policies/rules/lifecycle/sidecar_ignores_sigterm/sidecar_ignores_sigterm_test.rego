package podlint.rules.lifecycle.sidecar_ignores_sigterm_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sidecar_ignores_sigterm as rule

_loop := testing.script({"last": "loop", "ignores_term": true})

_pod(c, other, overrides) := object.union(
	testing.pod(object.union(
		{
			"containers": [
				testing.container("streamer", object.union({"script": _loop, "part": "helper", "lifetime": "endless"}, c)),
				testing.container("app", object.union({"part": "app"}, other)),
			],
			"app": [testing.app("app")],
		},
		overrides,
	)),
	{"parameters": {"sidecar-ignores-sigterm": {"grace_seconds": 10}}},
)

test_loop_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"streamer\" ignores SIGTERM: process 1 is sh around a loop, so each deletion waits the whole 30s"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "streamer"
	not v.severity
}

_says(script, words) if {
	some v in rule.violation with input as _pod({"script": testing.script(object.union({"ignores_term": true}, script))}, {}, {})
	contains(v.msg, words)
}

test_every_form_denied if {
	_says({"last": "pipeline"}, "process 1 is sh around a pipeline")
	_says({"last": "compound"}, "process 1 is sh around a list of commands")
	_says({"last": "tail"}, "process 1 is sh, waiting for tail")
	_says({"main_kind": "program", "main": "tail", "last": "tail"}, "process 1 is a plain tail")
}

test_app_beside_a_helper_is_advice_denied if {
	some v in rule.violation with input as _pod({"part": "app"}, {"part": "helper", "lifetime": "endless"}, {})
	v.severity == "info"
}

test_container_that_only_waits_is_advice_denied if {
	some v in rule.violation with input as _pod({"part": "app", "idle": true}, {"part": "helper", "lifetime": "endless"}, {})
	v.severity == "info"
}

test_containers_that_all_wait_denied if {
	some v in rule.violation with input as _pod({"part": "app", "idle": true}, {"part": "helper", "lifetime": "endless", "idle": true}, {})
	not v.severity
}

test_idle_app_is_advice_denied if {
	some v in rule.violation with input as _pod({"part": "app", "idle": true}, {"part": "helper"}, {"app": [testing.app("streamer")]})
	v.severity == "info"
}

test_app_beside_an_app_denied if {
	some v in rule.violation with input as _pod({"part": "app"}, {}, {})
	not v.severity
}

test_ends_after_a_wait_denied if count(rule.violation) == 1 with input as _pod({"lifetime": "finite", "waits": true}, {}, {})

test_one_that_heeds_it_allowed if {
	rule.violation == set() with input as _pod({"script": object.union(_loop, {"ignores_term": false})}, {}, {})
}

test_one_that_ends_allowed if rule.violation == set() with input as _pod({"lifetime": "finite"}, {}, {})

test_init_container_allowed if rule.violation == set() with input as _pod({"class": "init"}, {}, {})

test_alone_allowed if {
	rule.violation == set() with input as _pod({}, {"lifetime": "finite"}, {})
	rule.violation == set() with input as _pod({}, {"class": "init"}, {})
}

test_short_grace_period_allowed if rule.violation == set() with input as _pod({}, {}, {"grace_period_seconds": 10})

test_job_allowed if rule.violation == set() with input as _pod({}, {}, {"runs": "to-completion"})

test_shared_processes_allowed if rule.violation == set() with input as _pod({}, {}, {"share_process_namespace": true})

test_windows_allowed if rule.violation == set() with input as _pod({}, {}, {"windows": true})

test_build_agent_allowed if rule.violation == set() with input as _pod({}, {}, {"ci_agent": true})

_stops(hook) := {"hooks": [testing.hook("pre-stop", ["sh", "-c", "pkill tail"], object.union({"programs": ["sh", "pkill"]}, hook))]}

test_hook_that_kills_allowed if rule.violation == set() with input as _pod(_stops({}), {}, {})

test_other_hook_denied if {
	count(rule.violation) == 1 with input as _pod(_stops({"programs": ["sh", "sync"]}), {}, {})
	count(rule.violation) == 1 with input as _pod(_stops({"kind": "post-start"}), {}, {})
}

_waiting := {
	"script": testing.script({"last": "tail", "ignores_term": true}),
	"argv": ["sh", "-c", "echo on; tail -F /logs/a"],
	"lifetime_evidence": {"origin": "script", "certainty": "shown", "text": "tail -F /logs/a", "path": ["spec", "containers", 0, "command", 2]},
}

_fix(c) := v.fix if some v in rule.violation with input as _pod(c, {}, {})

test_script_that_waits_is_mended if {
	fix := _fix(_waiting)
	fix.safe == false
	fix.changes == [{
		"op": "set",
		"path": ["spec", "containers", 0, "command", 2],
		"find": "tail -F /logs/a",
		"text": "trap 'exit 0' TERM; tail -F /logs/a & wait",
	}]
}

test_script_that_goes_on_after_the_command_is_not_mended if {
	_fix(object.union(_waiting, {"argv": ["sh", "-c", "tail -F /logs/a > /dev/stdout"]})) == null
}

test_reader_of_its_input_is_not_mended if {
	_fix(object.union(_waiting, {"script": testing.script({"last": "cat", "ignores_term": true})})) == null
}

_plain := {
	"script": testing.script({"shell": "", "main": "tail", "main_kind": "program", "last": "tail", "ignores_term": true, "path": ["spec", "containers", 0, "command", 0]}),
	"argv": ["tail", "-n+1", "-F", "/logs/a"],
}

test_plain_program_gets_a_shell if {
	command := ["spec", "containers", 0, "command"]
	_fix(_plain).changes == [
		{"op": "set", "path": array.concat(command, [0]), "value": "sh"},
		{"op": "set", "path": array.concat(command, [1]), "value": "-c"},
		{"op": "set", "path": array.concat(command, [2]), "value": "trap 'exit 0' TERM; tail -n+1 -F /logs/a & wait"},
		{"op": "remove", "path": array.concat(command, [3])},
	]
}

test_short_command_grows if {
	_fix(object.union(_plain, {"argv": ["tail", "/a"]})).changes[2] == {
		"op": "insert",
		"path": ["spec", "containers", 0, "command"],
		"value": "trap 'exit 0' TERM; tail /a & wait",
	}
}

test_plain_program_that_cannot_be_quoted_is_not_mended if {
	_fix(object.union(_plain, {"argv": ["tail", "-F", "/logs/a b"]})) == null
	_fix(object.union(_plain, {"env": [{"name": "A"}]})) == null
	_fix(object.union(_plain, {"env_unresolved": true})) == null
	_fix(object.union(_plain, {"image": {"no_shell": true}})) == null
	_fix(object.union(_plain, {"script": object.union(_plain.script, {"path": ["spec", "containers", 0, "args", 0]})})) == null
}

test_tail_that_may_crash_is_not_hidden if {
	_fix(object.union(_plain, {"argv": ["tail", "-f", "/logs/a"]})) == null
	text := "tail -n 5 -f /logs/a"
	evidence := object.union(_waiting.lifetime_evidence, {"text": text})
	_fix(object.union(_waiting, {"argv": ["sh", "-c", text], "lifetime_evidence": evidence})) == null
}
