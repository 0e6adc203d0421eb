package podlint.rules.resources.sidecar_without_resources_under_quota_test

import data.podlint.lib.testing
import data.podlint.rules.resources.sidecar_without_resources_under_quota as rule

test_container_without_value_denied if {
	rule.violation == {{
		"msg": "container \"helper\" does not declare limits.memory, which quota \"compute\" demands: no pod is created",
		"path": ["spec", "containers", 1, "resources", "limits", "memory"],
		"container": "helper",
		"related": [{"msg": "the quota counts it here", "path": ["@ResourceQuota/shop/compute", "spec", "hard", "limits.memory"]}],
	}} with input as testing.pod({"scaling": {"over_quota": [{
		"container": "helper",
		"lacks": "limits.memory",
		"quota": "compute",
		"quota_path": ["@ResourceQuota/shop/compute", "spec", "hard", "limits.memory"],
		"path": ["spec", "containers", 1, "resources", "limits", "memory"],
	}]}})
}

test_pod_within_quota_allowed if {
	rule.violation == set() with input as testing.pod({"scaling": {}})
}
