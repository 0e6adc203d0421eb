package podlint.rules.resources.too_many_containers_test

import data.podlint.rules.resources.too_many_containers as rule

_pod(classes, most) := {
	"parameters": {"too-many-containers": {"max": most}},
	"pod": {
		"path": ["spec"],
		"containers": [{"name": sprintf("c%d", [i]), "class": class} | some i, class in classes],
	},
}

test_one_too_many_denied if {
	rule.violation == {{
		"msg": "2 containers run in the pod, at most 1 are allowed: c1, c2",
		"path": ["spec", "containers"],
	}} with input as _pod(["init", "sidecar", "regular"], 1)
}

test_as_many_as_allowed if {
	rule.violation == set() with input as _pod(["init", "sidecar", "regular"], 2)
}
