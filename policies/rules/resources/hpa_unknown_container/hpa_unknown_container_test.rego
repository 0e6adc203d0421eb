package podlint.rules.resources.hpa_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_unknown_container as rule

_at := ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0, "containerResource", "container"]

_pod(overrides) := testing.pod({"references": [testing.reference("wbe", object.union(
	{"source": "autoscaler", "key": "web", "choices": ["web", "proxy"], "path": _at},
	overrides,
))]})

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(overrides)
}

test_unknown_container_denied if {
	{object.remove(v, ["fix", "certainty"]) | some v in rule.violation} == {{
		"msg": "autoscaler \"web\" scales on container \"wbe\", which the pod does not have (it runs web, proxy): it never scales",
		"path": _at,
	}} with input as _pod({})
}

test_nearest_name_denied if {
	_messages({"nearest": "web"}) == {"autoscaler \"web\" scales on container \"wbe\", which the pod does not have (\"web\"?): it never scales"}
}

test_init_container_denied if {
	_messages({"found": true, "class": "init"}) == {"autoscaler \"web\" scales on container \"wbe\", an init container that has ended: it never scales"}
}

test_container_that_runs_allowed if {
	_messages({"found": true, "class": "regular"}) == set()
	_messages({"found": true, "class": "sidecar"}) == set()
}

test_container_of_an_injector_allowed if _messages({"injectable": true}) == set()

test_vertical_autoscaler_allowed if _messages({"source": "vertical-autoscaler"}) == set()
