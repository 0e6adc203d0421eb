package podlint.rules.lifecycle.init_waits_on_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_waits_on_app as rule

_pod(dial, app, overrides) := testing.pod(object.union(
	{
		"containers": [testing.init("wait", {}), testing.container("app", app)],
		"connections": [testing.connection("wait", object.union(
			{"phase": "init", "answer": "neighbour", "wait": true, "path": ["x"], "to": [testing.server("app", {})]},
			dial,
		))],
	},
	overrides,
))

_service := {"answer": "away", "host": "shop", "host_class": "service"}

test_wait_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "init container \"wait\" waits for \"app\" on localhost:8080, which starts only after it: the pod never starts"
	v.path == ["x"]
	v.container == "wait"
}

test_wait_for_its_own_service_denied if {
	some v in rule.violation with input as _pod(_service, {}, {})
	contains(v.msg, "on shop:8080 (its own Service)")
}

test_wait_that_is_given_up_is_a_warning_denied if {
	some v in rule.violation with input as _pod({"gives_up": true}, {}, {})
	v.severity == "warning"
	endswith(v.msg, "which starts only after it: always in vain")
	some w in rule.violation with input as _pod({}, {}, {})
	w.severity == "error"
}

test_pods_of_a_statefulset_allowed if rule.violation == set() with input as _pod(_service, {}, {"workload": {"kind": "StatefulSet"}})

test_service_of_others_allowed if rule.violation == set() with input as _pod(object.union(_service, {"to": []}), {}, {})

test_call_allowed if rule.violation == set() with input as _pod({"wait": false}, {}, {})

test_failure_that_is_tolerated_allowed if rule.violation == set() with input as _pod({"ignorable": true}, {}, {})

test_helper_allowed if rule.violation == set() with input as _pod({}, {"part": "helper"}, {})

test_quit_call_allowed if rule.violation == set() with input as _pod({"purpose": "quit"}, {}, {})

test_running_container_allowed if rule.violation == set() with input as _pod({"phase": "run"}, {}, {})
