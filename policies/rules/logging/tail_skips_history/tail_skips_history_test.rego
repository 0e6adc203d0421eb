package podlint.rules.logging.tail_skips_history_test

import data.podlint.lib.testing
import data.podlint.rules.logging.tail_skips_history as rule

_mounts(app) := [testing.mounting("app", app), testing.mounting("logs", {"self": true, "seen": "all"})]

_pod(read, logs) := testing.pod({
	"containers": [testing.container("logs", logs), testing.container("app", {})],
	"handovers": [testing.followed("logs", "/logs/app.log", object.union({"mounts": _mounts({})}, read))],
})

test_last_lines_denied if {
	some v in rule.violation with input as _pod({"written": true}, {})
	v.msg == "container \"logs\" skips all but the last 10 lines of /logs/app.log at each start; -n+1 begins at the first"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.certainty.lower == 0
}

test_writer_out_of_sight_denied if count(rule.violation) == 1 with input as _pod({}, {})

test_claim_denied if count(rule.violation) == 1 with input as _pod({"kind": "persistentVolumeClaim", "mounts": _mounts({"seen": "all"})}, {})

test_nobody_writes_allowed if rule.violation == set() with input as _pod({"mounts": _mounts({"seen": "all"})}, {})

test_from_the_start_allowed if rule.violation == set() with input as _pod({"whole": true}, {})

test_agent_allowed if rule.violation == set() with input as _pod({"tool": ""}, {})

test_file_of_its_own_allowed if {
	own := testing.file_write("logs", "/logs/app.log", {"self": true, "meets": "same"})
	rule.violation == set() with input as _pod({"writes": [own]}, {})
}

test_private_file_allowed if rule.violation == set() with input as _pod({"mounts": [testing.mounting("logs", {"self": true})]}, {})

_sidecar := {"class": "sidecar"}

test_there_before_the_writers_allowed if rule.violation == set() with input as _pod({"retries": true}, _sidecar)

test_that_does_not_wait_denied if count(rule.violation) == 1 with input as _pod({}, _sidecar)

test_on_a_claim_there_are_lines_before_denied if {
	count(rule.violation) == 1 with input as _pod({"retries": true, "kind": "persistentVolumeClaim"}, _sidecar)
}

test_after_a_writer_denied if {
	late := testing.pod({
		"containers": [testing.sidecar("app", {}), testing.sidecar("logs", {})],
		"handovers": [testing.followed("logs", "/logs/app.log", {"mounts": _mounts({}), "retries": true})],
	})
	count(rule.violation) == 1 with input as late
}

test_after_a_reader_allowed if {
	late := testing.pod({
		"containers": [testing.sidecar("app", {}), testing.sidecar("logs", {}), testing.container("other", {})],
		"handovers": [testing.followed("logs", "/logs/app.log", {
			"mounts": array.concat(_mounts({"writable": false}), [testing.mounting("other", {})]),
			"retries": true,
		})],
	})
	rule.violation == set() with input as late
}
