package podlint.rules.security.psa_broken_by_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.psa_broken_by_sidecar as rule

test_helper_below_level_denied if {
	rule.violation == {{
		"msg": "container \"shipper\" breaks the level \"restricted\" of namespace \"shop\" (capabilities.drop, runAsNonRoot): no pod is created",
		"path": ["spec", "containers", 1, "securityContext", "capabilities", "drop"],
		"container": "shipper",
		"related": [{"msg": "the level is enforced here", "path": ["@Namespace//shop", "metadata", "labels"]}],
	}} with input as testing.pod({"isolation": {"broken_standards": [{
		"container": "shipper",
		"apps": ["app"],
		"level": "restricted",
		"namespace": "shop",
		"breaks": ["capabilities.drop", "runAsNonRoot"],
		"label_path": ["@Namespace//shop", "metadata", "labels"],
		"path": ["spec", "containers", 1, "securityContext", "capabilities", "drop"],
	}]}})
}

test_level_kept_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
