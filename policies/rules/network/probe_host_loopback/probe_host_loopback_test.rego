package podlint.rules.network.probe_host_loopback_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_host_loopback as rule

_pod(probe, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", {})],
		"connections": [testing.connection("web", object.union(
			{"via": "probe", "kind": "liveness", "path": ["spec", "containers", 0, "livenessProbe", "httpGet", "port"]},
			probe,
		))],
	},
	overrides,
))

test_probe_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "the liveness probe of \"web\" asks localhost on the node, not in the pod: remove host",
		"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "host"],
		"container": "web",
	}} with input as _pod({}, {})
}

test_hook_denied if {
	some v in rule.violation with input as _pod({"via": "hook", "kind": "pre-stop"}, {})
	v.msg == "the pre-stop hook of \"web\" asks localhost on the node, not in the pod: remove host"
}

test_dial_allowed if rule.violation == set() with input as _pod({"via": "dial"}, {})

test_no_host_allowed if rule.violation == set() with input as _pod({"host": "", "host_class": "pod"}, {})

test_network_of_the_node_allowed if rule.violation == set() with input as _pod({}, {"host_network": true})

test_container_on_the_node_allowed if rule.violation == set() with input as _pod({}, {"host_process": true})
