package podlint.rules.logging.tail_missing_file_crash_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_missing_file_crash as rule

_mounts(init) := [
	testing.mounting("prepare", object.union({"seen": "all", "running": false}, init)),
	testing.mounting("app", {}),
	testing.mounting("logs", {"self": true, "seen": "all"}),
]

_pod(read) := testing.pod({
	"containers": [testing.init("prepare", {}), testing.container("app", {}), testing.container("logs", {})],
	"handovers": [testing.followed("logs", "/logs/app.log", object.union({"mounts": _mounts({})}, read))],
})

_made(name, overrides) := testing.file_write(name, "/logs/app.log", object.union({"meets": "same", "op": "create"}, overrides))

test_file_that_may_be_missing_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "container \"logs\" runs tail -f on /logs/app.log, which may not be there yet: tail then exits; -F waits"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.certainty.lower == 0
}

test_neighbour_writes_it_some_time_denied if count(rule.violation) == 1 with input as _pod({"writes": [_made("app", {"op": "append"})]})

test_directory_that_is_made_denied if {
	count(rule.violation) == 1 with input as _pod({"writes": [_made("logs", {"self": true, "meets": "near"})]})
}

test_init_container_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({"mounts": _mounts({"seen": "some"})})
	v.certainty.doubt == true
}

test_waiting_allowed if rule.violation == set() with input as _pod({"retries": true})

test_loop_allowed if rule.violation == set() with input as _pod({"detached": true})

test_tolerated_failure_allowed if rule.violation == set() with input as _pod({"ignorable": true})

test_script_that_waits_allowed if rule.violation == set() with input as _pod({"delayed": true})

test_made_by_init_allowed if rule.violation == set() with input as _pod({"writes": [_made("prepare", {})]})

test_file_of_its_own_allowed if rule.violation == set() with input as _pod({"writes": [_made("logs", {"self": true})]})

test_agent_allowed if rule.violation == set() with input as _pod({"tool": ""})

test_private_file_allowed if rule.violation == set() with input as _pod({"mounts": [testing.mounting("logs", {"self": true})]})

test_file_of_this_pod_alone_denied if {
	count(rule.violation) == 1 with input as _pod({"kind": "persistentVolumeClaim", "this_pod": true})
}

test_claim_allowed if rule.violation == set() with input as _pod({"kind": "persistentVolumeClaim"})
