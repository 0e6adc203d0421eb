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
	_says({"last": "tail"}, "neither sh nor its tail handles it")
	_says({"main_kind": "program", "main": "tail", "last": "tail"}, "process 1 is a plain tail")
}

test_list_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({"script": testing.script({"last": "list", "ignores_term": false})}, {}, {})
	contains(v.msg, "process 1 is sh around a list of commands")
	v.certainty.doubt
}

test_list_with_a_trap_or_an_init_allowed if {
	every how in [{"trap": true}, {"init": true}] {
		script := testing.script(object.union({"last": "list", "ignores_term": false}, how))
		count(rule.violation) == 0 with input as _pod({"script": script}, {}, {})
	}
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
