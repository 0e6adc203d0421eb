package podlint.rules.lifecycle.awaited_file_not_written_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.awaited_file_not_written as rule

_handover := {
	"volume": "ctl",
	"in": "done",
	"awaited": true,
	"path": ["x"],
	"mounts": [testing.mounting("helper", {"self": true, "seen": "all"}), testing.mounting("work", {"seen": "all"})],
}

_pod(handover) := testing.pod({
	"containers": [testing.container("helper", {}), testing.container("work", {})],
	"handovers": [testing.read("helper", "/ctl/done", object.union(_handover, handover))],
})

_writes(overrides) := {
	"writes": [testing.file_write("work", "/ctl/finished", object.union({"in": "finished", "op": "create", "path": ["y"]}, overrides))],
	"mounts": [testing.mounting("helper", {"self": true, "seen": "all"}), testing.mounting("work", {"seen": "some"})],
}

test_nobody_writes_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "container \"helper\" waits for /ctl/done on volume \"ctl\", but no container writes it"
	v.path == ["x"]
	v.container == "helper"
	v.certainty.lower == 0
	v.related == []
}

test_another_file_beside_it_a_step_lower_denied if {
	some v in rule.violation with input as _pod(_writes({}))
	v.msg == "container \"helper\" waits for /ctl/done on volume \"ctl\", but \"work\" makes /ctl/finished"
	v.certainty.lower == 1
	v.related == [{"msg": "container \"work\" makes /ctl/finished", "path": ["y"]}]
}

test_unseen_writer_in_doubt if {
	every other in [{"op": "append"}, {"log": true}, {"in": "sub/finished"}, {"meets": "near"}, {"self": true, "op": "create", "meets": "apart"}] {
		some v in rule.violation with input as _pod(_writes(other))
		v.msg == "container \"helper\" waits for /ctl/done on volume \"ctl\", but no container is seen to write it"
		v.certainty.doubt
	}
}

test_several_files_beside_it_in_doubt if {
	one := _writes({})
	two := object.union(one, {"writes": array.concat(one.writes, _writes({"in": "begun", "file": "/ctl/begun"}).writes)})
	some v in rule.violation with input as _pod(two)
	v.certainty.doubt
}

test_another_unseen_writer_in_doubt if {
	one := _writes({})
	third := object.union(one, {"mounts": array.concat(one.mounts, [testing.mounting("third", {"seen": "some"})])})
	some v in rule.violation with input as _pod(third)
	v.certainty.doubt
}

test_unseen_writer_beside_one_in_sight_in_doubt if {
	mounts := [testing.mounting("helper", {"self": true, "seen": "all"}), testing.mounting("work", {"seen": "all"}), testing.mounting("third", {"seen": "some"})]
	some v in rule.violation with input as _pod(object.union(_writes({}), {"mounts": mounts}))
	v.certainty.doubt
}

test_job_in_sight_allowed if {
	rule.violation == set() with input as object.union(_pod({}), {"pod": {"runs": "to-completion"}})
	count(rule.violation) == 1 with input as object.union(_pod(_writes({})), {"pod": {"runs": "to-completion"}})
}

test_init_container_denied if count(rule.violation) == 1 with input as _pod({"phase": "init"})

test_others_allowed if {
	every other in [
		{"does": "follows"},
		{"written": true},
		{"met": true},
		{"wide": true},
		{"kind": "persistentVolumeClaim"},
		{"phase": "probe"},
		{"mounts": [testing.mounting("helper", {"self": true, "seen": "all"})]},
		{"mounts": [testing.mounting("helper", {"self": true, "seen": "told"}), testing.mounting("work", {"seen": "all"})]},
	] {
		rule.violation == set() with input as _pod(other)
	}
}

test_own_program_after_the_wait_denied if {
	held := {"held": true, "mounts": [testing.mounting("helper", {"self": true, "seen": "some"}), testing.mounting("work", {"seen": "all"})]}
	count(rule.violation) == 1 with input as _pod(held)
	rule.violation == set() with input as _pod(object.union(held, {"held": false}))
}

test_look_without_a_wait_allowed if rule.violation == set() with input as _pod({"awaited": false})
