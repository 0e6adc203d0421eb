package podlint.rules.network.envoy_base_id_clash_test

import data.podlint.lib.testing
import data.podlint.rules.network.envoy_base_id_clash as rule

test_two_envoys_denied if {
	rule.violation == {{
		"msg": "containers \"in\" and \"out\" both run Envoy with base id 0: the second cannot bind its restart socket",
		"path": ["spec", "containers", 1, "image"],
		"container": "out",
		"related": [{"msg": "\"in\" has the socket first", "path": ["spec", "containers", 0, "image"]}],
	}} with input as testing.pod({"network": {"envoy_clashes": [{
		"first": "in",
		"second": "out",
		"first_path": ["spec", "containers", 0, "image"],
		"path": ["spec", "containers", 1, "image"],
	}]}})
}

test_one_envoy_allowed if {
	rule.violation == set() with input as testing.pod({})
}
