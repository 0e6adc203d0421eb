package podlint.rules.lifecycle.poststart_waits_on_later_container_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.poststart_waits_on_later_container as rule

_pod(hook, later, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("app", {}), testing.container("proxy", later)],
		"connections": [testing.connection("app", object.union(
			{"via": "hook", "kind": "post-start", "phase": "hook", "host_class": "pod", "answer": "neighbour", "path": ["x"], "to": [testing.server("proxy", {})]},
			hook,
		))],
	},
	overrides,
))

_command := {"via": "dial", "host_class": "loopback", "wait": true}

test_request_of_the_kubelet_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "postStart of \"app\" calls \"proxy\" (port 8080), which the kubelet starts only when the hook has returned"
	v.path == ["x"]
	v.container == "app"
}

test_command_that_waits_denied if {
	some v in rule.violation with input as _pod(_command, {}, {})
	v.msg == "postStart of \"app\" waits for \"proxy\" (localhost:8080), which the kubelet starts only when the hook has returned"
}

test_wait_that_is_given_up_is_a_warning_denied if {
	some v in rule.violation with input as _pod(object.union(_command, {"gives_up": true}), {}, {})
	v.severity == "warning"
	some w in rule.violation with input as _pod(_command, {}, {})
	w.severity == "error"
}

test_command_that_does_not_wait_allowed if rule.violation == set() with input as _pod(object.union(_command, {"wait": false}), {}, {})

test_command_that_may_fail_allowed if rule.violation == set() with input as _pod(object.union(_command, {"ignorable": true}), {}, {})

test_host_of_its_own_allowed if rule.violation == set() with input as _pod({"host_class": "unknown"}, {}, {})

test_earlier_container_allowed if {
	rule.violation == set() with input as _pod({}, {}, {"who": {"proxy": {"order": 0}, "app": {"order": 1}}})
}

test_injected_container_allowed if rule.violation == set() with input as _pod({}, {"class": "injected"}, {})

test_prestop_allowed if rule.violation == set() with input as _pod({"kind": "pre-stop"}, {}, {})

test_own_port_allowed if rule.violation == set() with input as _pod({"answer": "own"}, {}, {})

test_init_container_allowed if rule.violation == set() with input as _pod({}, {}, {"who": {"app": {"class": "init"}}})

test_program_itself_allowed if rule.violation == set() with input as _pod(object.union(_command, {"phase": "run"}), {}, {})
