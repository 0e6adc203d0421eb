package podlint.rules.resources.resource_field_ref_other_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.resource_field_ref_other_container as rule

_at := ["spec", "containers", 0, "env", 0]

_pod(field, app, proxy) := testing.pod({
	"containers": [testing.container("app", app), testing.container("proxy", proxy)],
	"references": [testing.reference("proxy", object.union(
		{"source": "field", "key": "GOMEMLIMIT", "from": "app", "field": "limits.memory", "found": true, "class": "regular", "path": _at},
		field,
	))],
})

_declares := {"resources": {"declared": ["limits.memory"]}}

_messages(made) := {v.msg | some v in found} if {
	found := rule.violation with input as made
}

test_neighbours_value_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", not its own",
		"path": _at,
		"container": "app",
	}} with input as _pod({}, {}, _declares)
}

test_nodes_amount_denied if {
	_messages(_pod({}, {}, {})) == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which declares none: it holds the node's amount"}
}

test_missing_container_denied if {
	found := _messages(_pod({"found": false, "class": ""}, {"part": "helper"}, {}))
	found == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which the pod does not have: the container cannot start"}
}

test_helper_allowed if _messages(_pod({}, {"part": "helper"}, _declares)) == set()

test_annotation_allowed if _messages(_pod({"source": "annotation"}, {}, _declares)) == set()
