package podlint.lib.logs_test

import data.podlint.lib.logs
import data.podlint.lib.testing

_pod := testing.pod({"containers": [testing.container("app", {}), testing.container("agent", {"role": "log-agent"}), testing.container("other", {})]})

_log(overrides) := testing.log_of("app", "/logs/app.log", overrides)

_gaps(m) := [gap.who | some gap in logs.unseen_readers(_log({"mounts": [testing.mounting("app", {"self": true}), m]}))]

test_neighbour_may_read if _gaps(testing.mounting("other", {})) == ["other"] with input as _pod

test_agent_that_writes_may_read if _gaps(testing.mounting("agent", {"does": "writes"})) == ["agent"] with input as _pod

test_who_reads_nothing if {
	every overrides in [{"seen": "all"}, {"running": false}, {"does": "writes"}] {
		_gaps(testing.mounting("other", overrides)) == [] with input as _pod
	}
}

_with(other) := testing.pod({"logs": [_log({}), testing.log_of("app", "/logs/other.log", other)]})

test_shown if {
	every other in [{"sink": "stdout"}, {"partial": true}] {
		logs.shown(_log({})) with input as _with(other)
	}
}

test_not_shown if {
	every other in [
		{},
		{"sink": "stdout", "purpose": "audit"},
		{"sink": "stdout", "origin": "image"},
		{"sink": "stdout", "container": "other"},
		{"sink": "stdout", "dir": true},
	] {
		not logs.shown(_log({})) with input as _with(other)
	}
}

test_default_beside_a_default if logs.shown(_log({"origin": "image"})) with input as _with({"sink": "stdout", "origin": "image"})

_with_agent(overrides) := object.union(_pod, {"pod": {"who": {"agent": object.union({"own_program": true, "known_certainty": "known"}, overrides)}}})

_mounted(m) := _log({"mounts": [testing.mounting("agent", m)]})

test_agent_ships_what_lies_on_its_volume if logs.shipped(_mounted({})) with input as _with_agent({})

test_agent_by_the_name_of_its_image_may_ship if {
	not logs.shipped(_mounted({})) with input as _with_agent({"known_certainty": "guessed"})
	_gaps(testing.mounting("agent", {})) == ["agent"] with input as _with_agent({"known_certainty": "guessed"})
}

test_agent_that_reads_other_files_does_not if not logs.shipped(_mounted({"does": "reads"})) with input as _with_agent({})

test_its_image_with_another_program_does_not if not logs.shipped(_mounted({})) with input as _with_agent({"own_program": false})

test_another_program_does_not if not logs.shipped(_mounted({})) with input as _with_agent({"role": "exporter"})

test_agent_that_ends_does_not if not logs.shipped(_mounted({"running": false})) with input as _with_agent({})

test_log_of_its_own_is_not_shipped if not logs.shipped(_mounted({"self": true})) with input as _with_agent({})

_copying(overrides) := testing.pod({
	"containers": [testing.container("keep", {"class": "init", "mounts": [{"volume": "data", "mount_path": "/empty"}]}), testing.container("app", {})],
	"outputs": [testing.output("keep", "create", "/empty/logs", object.union({"in": "logs", "tool": "cp", "text": "cp -r /opt/logs /empty/logs"}, overrides))],
})

_copied := [gap.who | some gap in logs.copied_links(_log({"volume": "data", "in": "logs/app.log"}))]

test_copied_links if {
	_copied == ["keep"] with input as _copying({})
	_copied == ["keep"] with input as _copying({"in": "."})
}

test_no_copied_links if {
	every overrides in [{"in": "log"}, {"tool": "echo"}, {"volume": "other"}, {"op": "remove"}, {"text": "cp -r /empty/old /empty/logs"}, {"container": "app"}] {
		_copied == [] with input as _copying(overrides)
	}
}
