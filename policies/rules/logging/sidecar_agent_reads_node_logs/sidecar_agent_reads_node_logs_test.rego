package podlint.rules.logging.sidecar_agent_reads_node_logs_test

import data.podlint.lib.testing
import data.podlint.rules.logging.sidecar_agent_reads_node_logs as rule

_at := ["@ConfigMap//agent", "data", "agent.conf", 3]

test_node_input_denied if {
	rule.violation == {{
		"msg": "agent \"shipper\" follows /var/log/containers/*.log, the node's logs, but no directory of the node is mounted there",
		"path": _at,
		"container": "shipper",
	}} with input as testing.pod({"logging": {"node_inputs": [{"container": "shipper", "file": "/var/log/containers/*.log", "path": _at}]}})
}

test_no_node_input_allowed if {
	rule.violation == set() with input as testing.pod({})
}
