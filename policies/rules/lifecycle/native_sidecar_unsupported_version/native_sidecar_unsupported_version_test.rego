package podlint.rules.lifecycle.native_sidecar_unsupported_version_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_unsupported_version as rule

_on(target, overrides) := testing.input_of({"containers": [testing.sidecar("proxy", overrides), testing.container("app", {})]}, {"target": target})

test_unknown_field_denied if {
	some v in rule.violation with input as _on({"kubernetes": "1.27", "minor": 27}, {})
	v.msg == "container \"proxy\" is a native sidecar, which is unknown to Kubernetes 1.27"
	v.path == ["spec", "initContainers", 0, "restartPolicy"]
	v.container == "proxy"
	v.certainty.confidence == "certain"
}

test_gate_that_is_off_denied if {
	some v in rule.violation with input as _on({"kubernetes": "1.28", "minor": 28}, {})
	v.msg == "container \"proxy\" is a native sidecar, a feature that is off by default in Kubernetes 1.28"
}

test_newer_cluster_allowed if rule.violation == set() with input as _on({"kubernetes": "1.29", "minor": 29}, {})

test_unknown_cluster_allowed if rule.violation == set() with input as _on({}, {})

test_other_containers_allowed if {
	rule.violation == set() with input as _on({"kubernetes": "1.27", "minor": 27}, {"class": "init", "restart_policy": ""})
	rule.violation == set() with input as _on({"kubernetes": "1.27", "minor": 27}, {"restart_policy": "OnFailure"})
}
