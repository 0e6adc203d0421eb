package podlint.rules.resources.vpa_policy_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.vpa_policy_unknown_container as rule

_at := ["@VerticalPodAutoscaler//web", "spec"]

_pod(overrides) := testing.pod({"references": [testing.reference("wbe", object.union(
	{"source": "vertical-autoscaler", "key": "web", "choices": ["web", "proxy"], "path": _at},
	overrides,
))]})

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(overrides)
}

test_unknown_container_denied if {
	{object.remove(v, ["fix", "certainty"]) | some v in rule.violation} == {{
		"msg": "vertical autoscaler \"web\" has a policy for container \"wbe\", which the pod does not have (it runs web, proxy)",
		"path": _at,
	}} with input as _pod({})
}

test_nearest_name_denied if {
	_messages({"nearest": "web"}) == {"vertical autoscaler \"web\" has a policy for container \"wbe\", which the pod does not have (\"web\"?)"}
}

test_native_sidecar_denied if {
	found := _messages({"found": true, "class": "sidecar"})
	found == {"vertical autoscaler \"web\" has a policy for container \"wbe\", a native sidecar, which it does not resize"}
}

test_init_container_denied if {
	found := _messages({"found": true, "class": "init"})
	found == {"vertical autoscaler \"web\" has a policy for container \"wbe\", an init container, which it does not resize"}
}

test_regular_container_allowed if _messages({"found": true, "class": "regular"}) == set()

test_container_of_an_injector_allowed if _messages({"injectable": true}) == set()

test_horizontal_autoscaler_allowed if _messages({"source": "autoscaler"}) == set()
