package podlint.rules.lifecycle.native_sidecar_prestop_drains_early_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_prestop_drains_early as rule

_at := ["spec", "initContainers", 0, "lifecycle", "preStop", "exec", "command"]

_does(argv, overrides) := testing.command(argv, object.union({"phase": "hook", "path": array.concat(_at, [2])}, overrides))

_pod(commands, hook, overrides) := testing.pod({"containers": [
	testing.sidecar("proxy", object.union({"hooks": [testing.hook("pre-stop", [], object.union({"path": _at}, hook))], "commands": commands}, overrides)),
	testing.container("app", {}),
]})

_found(argv, hook, overrides) := found if {
	found := rule.violation with input as _pod([_does(argv, {})], hook, overrides)
}

test_call_that_quits_denied if {
	some v in _found(["kill", "-TERM", "1"], {}, {})
	v.msg == "preStop of native sidecar \"proxy\" ends it (kill -TERM 1) when the deletion begins, while the app still runs"
	v.path == _at
	v.container == "proxy"
	v.certainty.confidence == "certain"
	not v.severity
}

test_programs_that_end_it_denied if {
	every argv in [
		["kill", "1"], ["curl", "-X", "POST", "localhost:15000/quitquitquit"], ["pkill", "-QUIT", "envoy"], ["nginx", "-s", "quit"], ["supervisorctl", "stop", "all"],
		["wget", "-qO-", "http://127.0.0.1:9901/drain_listeners?graceful"], ["wget", "http://127.0.0.1:9901/healthcheck/fail"],
		["curl", "http://127.0.0.1:3500/v1.0/shutdown"], ["pilot-agent", "request", "POST", "quitquitquit"],
	] {
		count(_found(argv, {}, {})) == 1
	}
}

test_what_does_not_end_it_allowed if {
	every argv in [
		["sleep", "10"], ["kill", "-HUP", "1"], ["kill", "-s", "USR1", "1"], ["kill", "-0", "1"], ["nginx", "-s", "reload"],
		["curl", "http://127.0.0.1:9901/ready"], ["echo", "shutdown"], ["touch", "/run/shutdown"],
	] {
		_found(argv, {}, {}) == set()
	}
}

_calls(url, overrides) := object.union(
	_pod([], {"path": ["h"]}, {}),
	{"pod": {"connections": [testing.connection("proxy", object.union({"via": "hook", "kind": "pre-stop", "url": url}, overrides))]}},
)

test_http_handler_denied if {
	some v in rule.violation with input as _calls("/drain", {})
	contains(v.msg, "ends it (/drain)")
	v.path == ["h"]
}

test_other_http_path_allowed if rule.violation == set() with input as _calls("/drained", {})

test_other_calls_allowed if {
	every other in [{"via": "probe"}, {"kind": "post-start"}, {"from": "app"}] {
		rule.violation == set() with input as _calls("/drain", other)
	}
}

test_sleep_first_is_advice_denied if {
	some v in _found(["kill", "1"], {"sleep_seconds": 20}, {})
	v.severity == "info"
}

test_regular_container_allowed if _found(["kill", "1"], {}, {"class": "regular"}) == set()

test_post_start_allowed if _found(["kill", "1"], {"kind": "post-start"}, {}) == set()

test_another_hook_allowed if {
	other := testing.command(["kill", "1"], {"phase": "hook", "path": ["spec", "initContainers", 0, "lifecycle", "postStart", "exec", "command"]})
	rule.violation == set() with input as _pod([other], {}, {})
}

test_command_of_the_container_allowed if {
	rule.violation == set() with input as _pod([_does(["kill", "1"], {"phase": "run"})], {}, {})
}

test_wait_before_it_allowed if {
	rule.violation == set() with input as _pod([_does(["netstat", "-tn"], {"condition": true}), _does(["kill", "1"], {})], {}, {})
}
