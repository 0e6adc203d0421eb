package podlint.rules.resources.hpa_utilisation_blended_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_utilisation_blended as rule

_blend(share) := {"scaling": {"blended": [{
	"autoscaler": "web",
	"resource": "cpu",
	"helpers": ["proxy"],
	"share": share,
	"path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "resource", "name"],
}]}}

_parameters := {"parameters": {"hpa-utilisation-blended": {"share_percent": 30}}}

test_large_helper_denied if {
	rule.violation == {{
		"msg": "autoscaler \"web\" averages over the pod, in which \"proxy\" holds 60 % of the cpu requests: it scales on that, too",
		"path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "resource", "name"],
	}} with input as testing.input_of(_blend(60), _parameters)
}

test_threshold_denied if {
	count(rule.violation) == 1 with input as testing.input_of(_blend(30), _parameters)
}

test_small_helper_allowed if {
	rule.violation == set() with input as testing.input_of(_blend(29), _parameters)
}
