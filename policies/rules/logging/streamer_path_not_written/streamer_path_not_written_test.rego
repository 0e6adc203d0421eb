package podlint.rules.logging.streamer_path_not_written_test

import data.podlint.lib.testing
import data.podlint.rules.logging.streamer_path_not_written as rule

_two(app) := [testing.mounting("app", app), testing.mounting("logs", {"self": true, "seen": "all"})]

_seen := {"seen": "all"}

_read(overrides) := testing.followed("logs", "/logs/app.log", object.union({"mounts": _two(_seen)}, overrides))

_pod(read) := testing.pod({
	"containers": [testing.container("app", {}), testing.container("other", {}), testing.container("logs", {})],
	"handovers": [_read(read)],
})

_lost(file) := testing.file_write("app", file, {"log": true})

test_nobody_writes_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "container \"logs\" follows /logs/app.log on volume \"logs\", but no container writes it"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.certainty.lower == 0
	v.certainty.doubt == false
	v.related == []
}

test_same_name_elsewhere_denied if {
	some v in rule.violation with input as _pod({"mounts": _two({}), "writes": [_lost("/var/log/app/app.log")]})
	v.certainty.lower == 0
	v.certainty.doubt == false
	v.msg == "container \"logs\" follows /logs/app.log on volume \"logs\", but \"app\" writes /var/log/app/app.log"
	v.related == [{"msg": "container \"app\" writes /var/log/app/app.log", "path": ["spec", "containers", 0, "command", 2]}]
}

test_other_name_denied_one_step_lower if {
	some v in rule.violation with input as _pod({"mounts": _two({}), "writes": [_lost("/var/log/server.log")]})
	v.certainty.lower == 1
	v.certainty.doubt == false
}

test_same_name_on_its_own_file_system_denied if {
	some v in rule.violation with input as _pod({"outside": [object.union(_lost("/srv/app.log"), {"volume": "", "in": ""})]})
	endswith(v.msg, "but \"app\" writes /srv/app.log")
}

test_log_that_is_followed_is_not_meant if {
	some v in rule.violation with input as _pod({"writes": [object.union(_lost("/var/log/app/app.log"), {"followed": true})]})
	endswith(v.msg, "but no container writes it")
}

test_default_log_is_not_meant if {
	some v in rule.violation with input as _pod({"writes": [object.union(_lost("/var/log/app/app.log"), {"origin": "image"})]})
	endswith(v.msg, "but no container writes it")
}

test_unseen_writer_denied_as_doubt if {
	some v in rule.violation with input as _pod({"mounts": _two({})})
	v.certainty.doubt == true
	v.msg == "container \"logs\" follows /logs/app.log on volume \"logs\", but no container is seen to write it"
}

test_another_unseen_writer_in_doubt if {
	mounts := array.concat(_two({}), [testing.mounting("other", {})])
	some v in rule.violation with input as _pod({"mounts": mounts, "writes": [_lost("/var/log/app/app.log")]})
	v.certainty.doubt == true
}

test_reader_that_cannot_write_denied if {
	some v in rule.violation with input as _pod({"mounts": _two({"writable": false})})
	v.certainty.doubt == false
}

test_program_beside_the_command_allowed if {
	mounts := [testing.mounting("app", _seen), testing.mounting("logs", {"self": true, "seen": "some"})]
	rule.violation == set() with input as _pod({"mounts": mounts})
}

test_known_writer_allowed if rule.violation == set() with input as _pod({"written": true})

test_file_of_its_own_allowed if {
	own := testing.file_write("logs", "/logs/app.log", {"self": true, "meets": "same", "op": "create"})
	rule.violation == set() with input as _pod({"writes": [own]})
}

test_pattern_allowed if rule.violation == set() with input as _pod({"wide": true})

test_claim_allowed if rule.violation == set() with input as _pod({"kind": "persistentVolumeClaim"})

test_lonely_volume_allowed if rule.violation == set() with input as _pod({"mounts": [testing.mounting("logs", {"self": true})]})

test_read_once_allowed if rule.violation == set() with input as _pod({"does": "reads"})

_fix(read) := v.fix if some v in rule.violation with input as _pod(object.union({"text": "tail -F /logs/app.log", "writes": [_lost("/var/log/app/server.log")]}, read))

test_file_that_is_written_is_followed if {
	fix := _fix({})
	fix.safe == false
	fix.changes == [{
		"op": "set",
		"path": ["spec", "containers", 1, "command"],
		"find": "/logs/app.log",
		"text": "/logs/var/log/app/server.log",
	}]
}

test_what_is_not_in_sight_is_not_mended if {
	_fix({"text": "tail -F $LOG"}) == null
	_fix({"sub_path": "a"}) == null
	_fix({"writes": []}) == null
	_fix({"writes": [object.union(_lost("/var/log/app/app.log"), {"volume": "other"})]}) == null
}
