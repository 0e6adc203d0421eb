package podlint.rules.logging.app_logs_to_file_test

import data.podlint.lib.testing
import data.podlint.rules.logging.app_logs_to_file as rule

_pod(log, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("app", {}), testing.container("agent", {}), testing.init("old", {})],
		"logs": [testing.log_of("app", "/var/log/app.log", log)],
	},
	overrides,
))

_on_volume := {"volume": "logs", "kind": "emptyDir", "in": "app.log"}

test_file_nobody_streams_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"app\" logs to /var/log/app.log, which no container streams: kubectl logs does not show it"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "app"
	v.severity == "warning"
	v.certainty.lower == 0
}

test_guess_denied_a_step_lower if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

_beside(file, settings) := doubts if {
	share := {"volume": "logs", "kind": "emptyDir", "parts": "meet", "settings": settings, "ends": [{"container": "app"}, {"container": "agent"}]}
	doubts := {v.certainty.doubt | some v in rule.violation} with input as _pod({"file": file}, {"shares": [share]})
}

test_relative_path_beside_a_shared_volume_in_doubt if {
	_beside("../log/app.log", false) == {true}
	_beside("../log/app.log", true) == {false}
	_beside("/log/app.log", false) == {false}
}

test_claim_denied_as_info if {
	some v in rule.violation with input as _pod({"volume": "data", "kind": "persistentVolumeClaim"}, {})
	v.severity == "info"
}

test_file_without_a_name_denied if {
	some v in rule.violation with input as _pod({"file": ""}, {})
	startswith(v.msg, "container \"app\" logs to a file, which")
}

_mounted(agent) := object.union(_on_volume, {"mounts": [
	testing.mounting("app", {"self": true}),
	testing.mounting("agent", agent),
]})

test_neighbour_that_may_read_in_doubt if {
	some v in rule.violation with input as _pod(_mounted({}), {})
	v.certainty.doubt == true
}

test_neighbour_that_keeps_its_own_files_denied if {
	some v in rule.violation with input as _pod(_mounted({"does": "writes"}), {})
	v.certainty.doubt == false
}

test_agent_of_which_nothing_is_in_sight_allowed if {
	agent := {"who": {"agent": {"role": "log-agent", "own_program": true, "known_certainty": "known"}}}
	rule.violation == set() with input as _pod(_mounted({}), agent)
}

_two(other) := _pod({}, {"logs": [testing.log_of("app", "/var/log/app.log", {}), testing.log_of("app", "/var/log/access.log", other)]})

test_logs_of_the_same_evidence_denied_together if {
	some v in rule.violation with input as _two({})
	contains(v.msg, "/var/log/app.log (and 1 more), which")
	count(rule.violation) == 1 with input as _two({})
}

test_logs_of_another_evidence_denied_each if {
	count(rule.violation) == 2 with input as _two({"path": ["other"]})
	count(rule.violation) == 2 with input as _two({"container": "agent"})
}

test_what_is_read_or_no_file_does_not_count if {
	every other in [{"read_by": ["agent"]}, {"sink": "syslog"}] {
		some v in rule.violation with input as _two(other)
		contains(v.msg, "/var/log/app.log, which")
	}
}

test_streamed_allowed if rule.violation == set() with input as _pod({"read_by": ["logs"]}, {})

test_link_to_stdout_allowed if {
	rule.violation == set() with input as _pod({"sink": "stdout"}, {})
	rule.violation == set() with input as _pod({"covered": true}, {})
	rule.violation == set() with input as _pod({"dir": true}, {})
}

test_stdout_as_well_allowed if {
	rule.violation == set() with input as _pod({"partial": true}, {})
	both := _pod({}, {"logs": [testing.log_of("app", "/var/log/app.log", {}), testing.log_of("app", "", {"sink": "stdout"})]})
	rule.violation == set() with input as both
}

test_other_sinks_allowed if rule.violation == set() with input as _pod({"sink": "syslog"}, {})

test_audit_log_allowed if rule.violation == set() with input as _pod({"purpose": "audit"}, {})

test_node_directory_allowed if rule.violation == set() with input as _pod({"volume": "logs", "kind": "hostPath"}, {})

test_result_of_a_job_allowed if rule.violation == set() with input as _pod(_on_volume, {"runs": "to-completion"})

test_job_log_in_its_own_files_denied if count(rule.violation) == 1 with input as _pod({}, {"runs": "to-completion"})

test_init_container_allowed if rule.violation == set() with input as _pod({"container": "old"}, {})

_often := {"file": "logs/app.log", "origin": "config", "often_linked": true}

test_where_images_keep_links_in_doubt if {
	some v in rule.violation with input as _pod(_often, {})
	v.certainty.doubt == true
	v.certainty.reason == "the image of \"app\" may link it to stdout"
}

test_where_a_flag_leads_denied if {
	some v in rule.violation with input as _pod(object.union(_often, {"origin": "flag"}), {})
	v.certainty.doubt == false
}

test_where_no_image_keeps_links_denied if {
	some v in rule.violation with input as _pod(object.union(_often, {"often_linked": false}), {})
	v.certainty.doubt == false
}
