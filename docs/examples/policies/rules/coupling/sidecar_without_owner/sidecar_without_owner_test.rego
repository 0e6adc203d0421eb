package podlint.rules.coupling.sidecar_without_owner_test

import data.podlint.rules.coupling.sidecar_without_owner as rule

_pod(annotations, part) := {
	"parameters": {"sidecar-without-owner": {"prefix": "owner"}},
	"pod": {
		"annotations": annotations,
		"containers": [{"name": "proxy", "part": part, "class": "sidecar", "path": ["spec", "initContainers", 0]}],
	},
}

test_no_annotation_denied if {
	rule.violation == {{
		"msg": "sidecar \"proxy\" has no owner: annotation owner/proxy is missing or empty",
		"path": ["spec", "initContainers", 0, "name"],
		"container": "proxy",
	}} with input as _pod({}, "helper")
}

test_empty_annotation_denied if {
	count(rule.violation) == 1 with input as _pod({"owner/proxy": " "}, "helper")
}

test_owner_allowed if {
	rule.violation == set() with input as _pod({"owner/proxy": "team-mesh"}, "helper")
}

test_application_allowed if {
	rule.violation == set() with input as _pod({}, "app")
}
