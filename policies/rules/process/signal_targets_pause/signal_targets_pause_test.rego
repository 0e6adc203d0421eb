package podlint.rules.process.signal_targets_pause_test

import data.podlint.lib.testing
import data.podlint.rules.process.signal_targets_pause as rule

_pod(container, overrides) := testing.pod(object.union(
	{"share_process_namespace": true, "containers": [testing.container("reload", container)]},
	overrides,
))

_kill := {"signals": [testing.signal("1", {"path": ["x"]})]}

_log := {"pid1_outputs": [{"file": "/proc/1/fd/1", "path": ["y"]}]}

test_signal_to_process_1_denied if {
	rule.violation == {{
		"msg": "container \"reload\" sends HUP to process 1, which is the pause process under shareProcessNamespace",
		"path": ["x"],
		"container": "reload",
	}} with input as _pod(_kill, {})
}

test_tool_without_a_signal_denied if {
	some v in rule.violation with input as _pod({"signals": [testing.signal("1", {"signal": "", "tool": "nsenter"})]}, {})
	contains(v.msg, "runs nsenter on process 1")
}

test_log_of_process_1_denied if {
	rule.violation == {{
		"msg": "container \"reload\" writes its log to /proc/1/fd/1 of process 1, which is the pause process under shareProcessNamespace",
		"path": ["y"],
		"container": "reload",
	}} with input as _pod(_log, {})
}

test_signal_by_name_allowed if rule.violation == set() with input as _pod({"signals": [testing.signal("nginx", {})]}, {})

test_own_namespace_allowed if rule.violation == set() with input as _pod(object.union(_kill, _log), {"share_process_namespace": false})

test_processes_of_the_node_allowed if rule.violation == set() with input as _pod(object.union(_kill, _log), {"host_pid": true})
