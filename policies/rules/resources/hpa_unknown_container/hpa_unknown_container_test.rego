package podlint.rules.resources.hpa_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_unknown_container as rule

_target(overrides) := object.union(
	{
		"kind": "HorizontalPodAutoscaler",
		"autoscaler": "web",
		"container": "wbe",
		"containers": ["web", "proxy"],
		"path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "containerResource", "container"],
	},
	overrides,
)

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod({"scaling": {"unknown_targets": [_target(overrides)]}})
}

test_unknown_container_denied if {
	rule.violation == {{
		"msg": "autoscaler \"web\" scales on container \"wbe\", which the pod does not have (it runs web, proxy): it never scales",
		"path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "containerResource", "container"],
	}} with input as testing.pod({"scaling": {"unknown_targets": [_target({})]}})
}

test_nearest_name_denied if {
	_messages({"nearest": "web"}) == {"autoscaler \"web\" scales on container \"wbe\", which the pod does not have (\"web\"?): it never scales"}
}

test_init_container_denied if {
	_messages({"class": "init"}) == {"autoscaler \"web\" scales on container \"wbe\", an init container that has ended: it never scales"}
}

test_vertical_autoscaler_allowed if {
	_messages({"kind": "VerticalPodAutoscaler"}) == set()
}

test_pod_without_unknown_target_allowed if {
	rule.violation == set() with input as testing.pod({"scaling": {}})
}
