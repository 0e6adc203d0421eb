package podlint.rules.logging.streamer_volume_missing_test

import data.podlint.lib.testing
import data.podlint.rules.logging.streamer_volume_missing as rule

_own := {"volume": "", "kind": "", "in": "", "mounts": []}

_read(overrides) := testing.followed("logs", "/var/log/app.log", object.union(_own, overrides))

_two := [testing.container("app", {}), testing.container("logs", {"seen": {"files": "all"}})]

_pod(read, overrides) := testing.pod(object.union({"containers": _two, "handovers": [_read(read)]}, overrides))

test_no_volume_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"logs\" follows /var/log/app.log, which lies on none of its volumes"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.severity == "error"
	v.certainty.lower == 0
	v.related == []
}

test_log_that_is_meant_denied if {
	meant := testing.file_write("app", "/logs/server.log", {"log": true, "path": ["spec", "containers", 0, "args", 0]})
	some v in rule.violation with input as _pod({"outside": [meant]}, {})
	endswith(v.msg, "none of its volumes; \"app\" logs to /logs/server.log")
	v.related == [{"msg": "container \"app\" writes it here", "path": ["spec", "containers", 0, "args", 0]}]
}

test_lonely_volume_denied if {
	read := {"volume": "logs", "kind": "emptyDir", "mounts": [testing.mounting("logs", {"self": true, "seen": "all"})]}
	some v in rule.violation with input as _pod(read, {})
	v.msg == "container \"logs\" follows /var/log/app.log, but nobody else mounts volume \"logs\""
}

test_agent_denied_as_warning if {
	some v in rule.violation with input as _pod({"tool": ""}, {})
	v.severity == "warning"
}

test_program_beside_the_command_allowed if {
	rule.violation == set() with input as _pod({}, {"who": {"logs": {"seen": {"files": "some"}}}})
}

test_shared_volume_allowed if {
	mounts := [testing.mounting("app", {}), testing.mounting("logs", {"self": true})]
	rule.violation == set() with input as _pod({"volume": "logs", "kind": "emptyDir", "mounts": mounts}, {})
}

test_file_of_its_own_allowed if {
	own := testing.file_write("logs", "/var/log/app.log", {"self": true, "meets": "same", "volume": "", "in": ""})
	rule.violation == set() with input as _pod({"writes": [own]}, {})
}

test_agent_with_other_files_allowed if {
	other := testing.followed("logs", "/shared/app.log", {
		"tool": "",
		"mounts": [testing.mounting("app", {}), testing.mounting("logs", {"self": true})],
	})
	rule.violation == set() with input as _pod({}, {"handovers": [_read({"tool": ""}), other]})
}

test_mounts_below_allowed if rule.violation == set() with input as _pod({"spans": true}, {})

test_node_agent_allowed if rule.violation == set() with input as _pod({}, {"node_agent": true})

test_logs_of_the_node_allowed if rule.violation == set() with input as _pod({"file": "/var/log/pods/*/*.log"}, {})

test_file_of_the_image_allowed if {
	every file in ["/etc/os-release", "/usr/share/doc/x", "/bin/sh", "/sbin/x", "/lib/x"] {
		rule.violation == set() with input as _pod({"file": file}, {})
	}
}

test_windows_allowed if rule.violation == set() with input as _pod({}, {"windows": true})

test_single_container_allowed if {
	rule.violation == set() with input as _pod({}, {"containers": [testing.container("logs", {"seen": {"files": "all"}})]})
}
