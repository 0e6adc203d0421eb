package podlint.rules.logging.streamer_path_not_written_test

import data.podlint.lib.testing
import data.podlint.rules.logging.streamer_path_not_written as rule

_stream(overrides) := object.union(
	{
		"container": "logs",
		"file": "/logs/app.log",
		"volume": "logs",
		"kind": "emptyDir",
		"pattern": false,
		"private": false,
		"own_file": false,
		"path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

_instead(file) := {"container": "app", "file": file, "volume": "logs", "path": ["spec", "containers", 0, "command", 2]}

_pod(stream) := testing.pod({"logging": {"streams": [_stream(stream)]}})

test_nobody_writes_denied if {
	rule.violation == {{
		"msg": "container \"logs\" follows /logs/app.log on volume \"logs\", but no container writes it",
		"path": ["spec", "containers", 1, "command", 2],
		"container": "logs",
		"severity": "error",
		"related": [],
	}} with input as _pod({})
}

test_same_name_elsewhere_denied if {
	some v in rule.violation with input as _pod({"doubtful": ["app"], "instead": _instead("/var/log/app/app.log")})
	v.severity == "error"
	v.msg == "container \"logs\" follows /logs/app.log on volume \"logs\", but \"app\" writes /var/log/app/app.log"
	v.related == [{"msg": "container \"app\" writes /var/log/app/app.log", "path": ["spec", "containers", 0, "command", 2]}]
}

test_other_name_denied_as_warning if {
	some v in rule.violation with input as _pod({"doubtful": ["app"], "instead": _instead("/var/log/server.log")})
	v.severity == "warning"
}

test_unseen_writer_allowed if {
	rule.violation == set() with input as _pod({"doubtful": ["other"]})
	rule.violation == set() with input as _pod({"doubtful": ["app", "other"], "instead": _instead("/var/log/server.log")})
}

test_known_writer_allowed if {
	rule.violation == set() with input as _pod({"writers": ["app"]})
}

test_pattern_allowed if {
	rule.violation == set() with input as _pod({"pattern": true})
}

test_own_file_allowed if {
	rule.violation == set() with input as _pod({"own_file": true})
}

test_claim_allowed if {
	rule.violation == set() with input as _pod({"kind": "persistentVolumeClaim"})
}

test_private_file_allowed if {
	rule.violation == set() with input as _pod({"private": true})
}
