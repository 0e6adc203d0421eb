package podlint.rules.logging.app_logs_to_file_test

import data.podlint.lib.testing
import data.podlint.rules.logging.app_logs_to_file as rule

_log(overrides) := object.union(
	{
		"container": "app",
		"file": "/var/log/app.log",
		"more": 0,
		"rung": 1,
		"elsewhere": false,
		"verified": true,
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

_pod(log, overrides) := testing.pod(object.union({"logging": {"file_logs": [_log(log)]}}, overrides))

test_file_nobody_streams_denied if {
	rule.violation == {{
		"msg": "container \"app\" logs to /var/log/app.log, which no container streams: kubectl logs does not show it",
		"path": ["spec", "containers", 0, "command", 2],
		"container": "app",
		"severity": "warning",
	}} with input as _pod({}, {})
}

test_unverified_knowledge_denied_as_info if {
	some v in rule.violation with input as _pod({"verified": false, "more": 1}, {})
	v.severity == "info"
	contains(v.msg, "/var/log/app.log (and 1 more), which")
}

test_claim_denied_as_info if {
	some v in rule.violation with input as _pod({"volume": "data", "volume_kind": "persistentVolumeClaim"}, {})
	v.severity == "info"
}

test_file_without_a_name_denied if {
	some v in rule.violation with input as testing.pod({"logging": {"file_logs": [object.remove(_log({}), ["file"])]}})
	startswith(v.msg, "container \"app\" logs to a file, which")
}

test_streamed_allowed if {
	rule.violation == set() with input as _pod({"streamed_by": ["logs"]}, {})
}

test_neighbour_that_may_read_allowed if {
	rule.violation == set() with input as _pod({"doubtful": ["agent"]}, {})
}

test_stdout_as_well_allowed if {
	rule.violation == set() with input as _pod({"elsewhere": true}, {})
}

test_audit_log_allowed if {
	rule.violation == set() with input as _pod({"purpose": "audit"}, {})
}

test_node_directory_allowed if {
	rule.violation == set() with input as _pod({"volume": "logs", "volume_kind": "hostPath"}, {})
}

test_result_of_a_job_allowed if {
	rule.violation == set() with input as _pod({"volume": "out", "volume_kind": "emptyDir"}, {"runs": "to-completion"})
}

test_job_log_in_its_own_files_denied if {
	count(rule.violation) == 1 with input as _pod({}, {"runs": "to-completion"})
}
