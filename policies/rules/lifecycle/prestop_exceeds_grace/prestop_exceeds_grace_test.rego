package podlint.rules.lifecycle.prestop_exceeds_grace_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.prestop_exceeds_grace as rule

_pod(grace, hook) := testing.pod({
	"grace_period_seconds": grace,
	"containers": [testing.container("web", {"hooks": [testing.hook("pre-stop", ["sleep", "30"], object.union({"sleep_seconds": 30}, hook))]})],
})

test_sleep_as_long_as_the_grace_period_denied if {
	some v in rule.violation with input as _pod(30, {})
	v.msg == "preStop of \"web\" sleeps 30s, but the grace period is 30s: the container is killed with no time to stop"
	v.path == ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command"]
	v.container == "web"
}

test_shorter_sleep_allowed if rule.violation == set() with input as _pod(31, {})

test_kill_at_once_allowed if rule.violation == set() with input as _pod(0, {})

test_hook_that_stops_the_program_allowed if {
	every program in ["kill", "pkill", "killall"] {
		rule.violation == set() with input as _pod(30, {"programs": [program, "sleep"]})
	}
	count(rule.violation) == 1 with input as _pod(30, {"programs": ["sync", "sleep"]})
}

test_no_sleep_allowed if rule.violation == set() with input as _pod(30, {"sleep_seconds": 0})

test_post_start_allowed if rule.violation == set() with input as _pod(30, {"kind": "post-start"})

_at := ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command"]

_steps(names, path) := testing.pod({
	"grace_period_seconds": 30,
	"containers": [testing.container("web", {
		"hooks": [testing.hook("pre-stop", ["sh"], {"sleep_seconds": 45, "programs": names})],
		"commands": [testing.command([name], {"phase": "hook", "path": path}) | some name in names],
	})],
})

test_signal_after_the_sleep_denied if {
	count(rule.violation) == 1 with input as _steps(["sleep", "kill"], array.concat(_at, [2]))
	count(rule.violation) == 1 with input as _steps(["sync", "sleep", "pkill"], array.concat(_at, [2]))
}

test_signal_before_the_sleep_allowed if {
	rule.violation == set() with input as _steps(["kill", "sleep"], array.concat(_at, [2]))
	rule.violation == set() with input as _steps(["sleep", "kill", "sleep"], array.concat(_at, [2]))
	rule.violation == set() with input as _steps(["sleep", "kill"], ["spec", "containers", 0, "lifecycle", "postStart", "exec", "command", 2])
}

_client(steps) := testing.pod({
	"grace_period_seconds": 30,
	"containers": [testing.container("web", {
		"hooks": [testing.hook("pre-stop", ["sh"], {"sleep_seconds": 45, "programs": ["sleep"]})],
		"commands": [testing.command(step, {"phase": "hook", "path": array.concat(_at, [2])}) | some step in steps],
	})],
})

test_client_that_stops_the_program_allowed if {
	every argv in [["bitcoin-cli", "-datadir=/d", "stop"], ["nginx", "-s", "quit"], ["redis-cli", "SHUTDOWN"]] {
		rule.violation == set() with input as _client([argv, ["sleep", "45"]])
	}
}

test_client_after_the_sleep_denied if {
	count(rule.violation) == 1 with input as _client([["sleep", "45"], ["nginx", "-s", "quit"]])
	count(rule.violation) == 1 with input as _client([["stop"], ["sleep", "45"]])
	count(rule.violation) == 1 with input as _client([["nginx", "-s", "reload"], ["sleep", "45"]])
}
