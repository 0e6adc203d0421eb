package podlint.rules.lifecycle.init_awaits_later_file_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_awaits_later_file as rule

_pod(read, writes, mounts) := testing.pod({
	"containers": [testing.init("first", {}), testing.init("wait", {}), testing.container("app", {})],
	"handovers": [testing.read("wait", "/d/ready", object.union(
		{
			"phase": "init",
			"awaited": true,
			"written": true,
			"path": ["x"],
			"writes": [testing.file_write(name, "/d/ready", object.union({"op": "write", "meets": "same", "path": ["y"]}, w)) | some name, w in writes],
			"mounts": array.concat([testing.mounting("wait", {"self": true, "seen": "all"}), testing.mounting("app", {"seen": "some"})], mounts),
		},
		read,
	))],
})

test_later_writer_denied if {
	some v in rule.violation with input as _pod({}, {"app": {}}, [])
	v.msg == "init container \"wait\" waits for /d/ready, written by \"app\", which starts only after it: the pod never starts"
	v.path == ["x"]
	v.container == "wait"
	v.certainty.lower == 0
	v.certainty.doubt == false
	v.related == [{"msg": "\"app\" writes it here", "path": ["y"]}]
}

test_earlier_writer_unseen_in_doubt if {
	some v in rule.violation with input as _pod({}, {"app": {}}, [testing.mounting("first", {"seen": "some"})])
	v.certainty.doubt
}

test_earlier_reader_allowed_no_doubt_denied if {
	some v in rule.violation with input as _pod({}, {"app": {}}, [testing.mounting("first", {"seen": "some", "writable": false})])
	v.certainty.doubt == false
}

test_own_program_before_the_wait_in_doubt if {
	mounts := [testing.mounting("wait", {"self": true, "seen": "some"})]
	some v in rule.violation with input as _pod({"mounts": mounts}, {"app": {}}, [])
	v.certainty.doubt
	some w in rule.violation with input as _pod({"mounts": mounts, "held": true}, {"app": {}}, [])
	w.certainty.doubt == false
}

test_earlier_writer_allowed if rule.violation == set() with input as _pod({}, {"app": {}, "first": {}}, [])

test_it_makes_the_file_itself_allowed if {
	rule.violation == set() with input as _pod({}, {"app": {}, "wait": {"self": true}}, [])
}

test_others_allowed if {
	every other in [
		{"awaited": false},
		{"phase": "run"},
		{"written": false},
		{"pattern": true},
		{"in": "."},
		{"kind": "persistentVolumeClaim"},
	] {
		rule.violation == set() with input as _pod(other, {"app": {}}, [])
	}
}

test_change_of_another_kind_allowed if {
	rule.violation == set() with input as _pod({}, {"app": {"op": "remove"}}, [])
	rule.violation == set() with input as _pod({}, {"app": {"meets": "near"}}, [])
}

test_injected_writer_allowed if {
	pod := _pod({}, {"app": {}}, [])
	who := object.union(pod.pod.who, {"app": object.union(pod.pod.who.app, {"class": "injected"})})
	rule.violation == set() with input as object.union(pod, {"pod": object.union(pod.pod, {"who": who})})
}
