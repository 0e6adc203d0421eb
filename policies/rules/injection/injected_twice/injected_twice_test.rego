package podlint.rules.injection.injected_twice_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_twice as rule

test_copy_denied if {
	rule.violation == {{
		"msg": "container \"proxy\" is istio made by hand, but sidecar.istio.io/inject=true adds \"istio-proxy\" as well",
		"path": ["spec", "containers", 1, "image"],
		"container": "proxy",
		"related": [{"msg": "the injection is switched on here", "path": ["metadata", "labels", "sidecar.istio.io/inject"]}],
	}} with input as testing.pod({"injection": {"twice": [{
		"container": "proxy",
		"injector": "istio",
		"adds": "istio-proxy",
		"switch": "sidecar.istio.io/inject=true",
		"switch_path": ["metadata", "labels", "sidecar.istio.io/inject"],
		"path": ["spec", "containers", 1, "image"],
	}]}})
}

test_pod_without_copy_allowed if {
	rule.violation == set() with input as testing.pod({"injection": {}})
}
