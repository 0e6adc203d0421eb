package podlint.rules.network.native_sidecar_named_port_old_cluster_test

import data.podlint.lib.testing
import data.podlint.rules.network.native_sidecar_named_port_old_cluster as rule

_port(target) := testing.input_of(
	{"network": {"native_port_names": [{
		"service": "shop",
		"name": "proxy",
		"container": "proxy",
		"port": 8443,
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
	}]}},
	{"target": target},
)

test_old_cluster_denied if {
	rule.violation == {{
		"msg": "service \"shop\" targets \"proxy\", a name that only native sidecar \"proxy\" has: no endpoints before Kubernetes 1.33",
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
		"container": "proxy",
		"severity": "warning",
	}} with input as _port({"kubernetes": "1.31", "minor": 31})
}

test_unknown_cluster_is_advice_denied if {
	some v in rule.violation with input as _port({})
	v.severity == "info"
}

test_new_cluster_allowed if {
	rule.violation == set() with input as _port({"kubernetes": "1.33", "minor": 33})
}

test_no_name_allowed if {
	rule.violation == set() with input as testing.pod({})
}
