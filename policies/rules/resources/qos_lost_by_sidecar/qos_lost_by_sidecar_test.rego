package podlint.rules.resources.qos_lost_by_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.resources.qos_lost_by_sidecar as rule

_lost(overrides) := object.union(
	{
		"container": "shipper",
		"class": "regular",
		"lacks": "cpu limit",
		"apps": ["app"],
		"path": ["spec", "containers", 1, "resources"],
	},
	overrides,
)

test_helper_without_limits_denied if {
	rule.violation == {{
		"msg": "container \"shipper\" has no cpu limit, so the pod is Burstable, though \"app\" asks to be Guaranteed",
		"path": ["spec", "containers", 1, "resources"],
		"container": "shipper",
	}} with input as testing.pod({"scaling": {"qos_lost": [_lost({})]}})
}

test_each_helper_denied_by_itself if {
	found := rule.violation with input as testing.pod({"scaling": {"qos_lost": [_lost({}), _lost({"container": "init", "class": "init"})]}})
	{v.container | some v in found} == {"shipper", "init"}
}

test_guaranteed_pod_allowed if {
	rule.violation == set() with input as testing.pod({"scaling": {}})
}
