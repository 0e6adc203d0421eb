package podlint.rules.logging.sidecar_agent_reads_node_logs_test

import data.podlint.lib.testing
import data.podlint.rules.logging.sidecar_agent_reads_node_logs as rule

_at := ["@ConfigMap//agent", "data", "agent.conf", 3]

_config := {"volume": "", "kind": "", "origin": "config", "tool": "", "pattern": true, "path": _at}

_read(file, overrides) := testing.followed("shipper", file, object.union(_config, overrides))

_pod(read, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("shipper", {}), testing.container("app", {})],
		"handovers": [_read("/var/log/containers/*.log", read)],
	},
	overrides,
))

test_node_input_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "agent \"shipper\" follows /var/log/containers/*.log, the node's logs, but no directory of the node is mounted there"
	v.path == _at
	v.container == "shipper"
	v.certainty.lower == 0
}

test_one_report_for_an_agent if {
	pods := _read("/var/log/pods/*/*.log", {"path": ["@ConfigMap//agent", "data", "agent.conf", 9]})
	count(rule.violation) == 1 with input as _pod({}, {"handovers": [_read("/var/log/containers/*.log", {}), pods]})
}

test_directory_of_the_node_allowed if rule.violation == set() with input as _pod({"volume": "logs", "kind": "hostPath"}, {})

test_volume_of_the_pod_allowed if {
	shared := {"volume": "logs", "kind": "emptyDir", "mounts": [testing.mounting("shipper", {"self": true}), testing.mounting("app", {})]}
	rule.violation == set() with input as _pod(shared, {})
}

test_volume_of_its_own_denied if {
	own := {"volume": "logs", "kind": "emptyDir", "mounts": [testing.mounting("shipper", {"self": true})]}
	count(rule.violation) == 1 with input as _pod(own, {})
}

test_command_allowed if rule.violation == set() with input as _pod({"origin": "script"}, {})

test_another_directory_allowed if rule.violation == set() with input as _pod({"file": "/var/log/podman/a.log"}, {})

test_agent_of_the_node_allowed if rule.violation == set() with input as _pod({}, {"workload": {"kind": "DaemonSet"}})

test_windows_allowed if rule.violation == set() with input as _pod({}, {"windows": true})

test_init_container_allowed if {
	rule.violation == set() with input as _pod({}, {"containers": [testing.init("shipper", {})]})
}

test_each_agent_denied if {
	containers := [testing.container("shipper", {}), testing.container("other", {}), testing.container("app", {})]
	reads := [_read("/var/log/containers/*.log", {}), object.union(_read("/var/log/pods/*/*.log", {"path": ["z"]}), {"container": "other"})]
	{v.container | some v in rule.violation} == {"shipper", "other"} with input as _pod({}, {"containers": containers, "handovers": reads})
}

test_file_that_is_read_once_allowed if rule.violation == set() with input as _pod({"op": "read"}, {})
