package podlint.rules.logging.streamer_volume_missing_test

import data.podlint.lib.testing
import data.podlint.rules.logging.streamer_volume_missing as rule

_stream(overrides) := object.union(
	{
		"container": "logs",
		"file": "/var/log/app.log",
		"command": true,
		"private": true,
		"own_file": false,
		"others": false,
		"path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

_two := [testing.container("app", {}), testing.container("logs", {})]

_pod(stream, overrides) := testing.pod(object.union({"containers": _two, "logging": {"streams": [_stream(stream)]}}, overrides))

test_no_volume_denied if {
	rule.violation == {{
		"msg": "container \"logs\" follows /var/log/app.log, which lies on none of its volumes",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "logs",
		"severity": "error",
		"related": [],
	}} with input as _pod({}, {})
}

test_log_that_is_meant_denied if {
	some v in rule.violation with input as _pod({"instead": {"container": "app", "file": "/logs/app.log", "path": ["spec", "containers", 0, "args", 0]}}, {})
	endswith(v.msg, "none of its volumes; \"app\" logs to /logs/app.log")
	v.related == [{"msg": "container \"app\" writes it here", "path": ["spec", "containers", 0, "args", 0]}]
}

test_lonely_volume_denied if {
	some v in rule.violation with input as _pod({"volume": "logs"}, {})
	v.msg == "container \"logs\" follows /var/log/app.log, but nobody else mounts volume \"logs\""
}

test_agent_denied_as_warning if {
	some v in rule.violation with input as _pod({"command": false}, {})
	v.severity == "warning"
}

test_shared_volume_allowed if {
	rule.violation == set() with input as _pod({"private": false}, {})
}

test_own_file_allowed if {
	rule.violation == set() with input as _pod({"own_file": true}, {})
}

test_agent_with_other_files_allowed if {
	rule.violation == set() with input as _pod({"command": false, "others": true}, {})
}

test_node_agent_allowed if {
	rule.violation == set() with input as _pod({}, {"node_agent": true})
}

test_single_container_allowed if {
	rule.violation == set() with input as _pod({}, {"containers": [testing.container("logs", {})]})
}
