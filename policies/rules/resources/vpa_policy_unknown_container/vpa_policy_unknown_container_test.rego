package podlint.rules.resources.vpa_policy_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.vpa_policy_unknown_container as rule

_target(overrides) := object.union(
	{
		"kind": "VerticalPodAutoscaler",
		"autoscaler": "web",
		"container": "wbe",
		"containers": ["web", "proxy"],
		"path": ["@VerticalPodAutoscaler//web", "spec"],
	},
	overrides,
)

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod({"scaling": {"unknown_targets": [_target(overrides)]}})
}

test_unknown_container_denied if {
	rule.violation == {{
		"msg": "vertical autoscaler \"web\" has a policy for container \"wbe\", which the pod does not have (it runs web, proxy)",
		"path": ["@VerticalPodAutoscaler//web", "spec"],
	}} with input as testing.pod({"scaling": {"unknown_targets": [_target({})]}})
}

test_nearest_name_denied if {
	_messages({"nearest": "web"}) == {"vertical autoscaler \"web\" has a policy for container \"wbe\", which the pod does not have (\"web\"?)"}
}

test_native_sidecar_denied if {
	_messages({"class": "sidecar"}) == {"vertical autoscaler \"web\" has a policy for container \"wbe\", a native sidecar, which it does not resize"}
}

test_init_container_denied if {
	_messages({"class": "init"}) == {"vertical autoscaler \"web\" has a policy for container \"wbe\", an init container, which it does not resize"}
}

test_horizontal_autoscaler_allowed if {
	_messages({"kind": "HorizontalPodAutoscaler"}) == set()
}
