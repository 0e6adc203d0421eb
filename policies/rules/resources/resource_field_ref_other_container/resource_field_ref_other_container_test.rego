package podlint.rules.resources.resource_field_ref_other_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.resource_field_ref_other_container as rule

_at := ["spec", "containers", 0, "env", 0]

_pod(field, app, proxy) := testing.pod({
	"containers": [testing.container("app", app), testing.container("proxy", proxy)],
	"references": [testing.reference("proxy", object.union(
		{"source": "field", "key": "GOMEMLIMIT", "from": "app", "resource": "limits.memory", "found": true, "class": "regular", "path": _at},
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

test_pods_amount_denied if {
	made := object.union(_pod({}, {}, {}), {"pod": {"pod_level_resources": true}})
	_messages(made) == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which declares none: it holds the pod's amount, or else the node's"}
}

# Nothing takes the place of a request but the limit.
test_unset_request_denied if {
	every amount, said in {"none": "which declares none: it holds 0", "limits.memory": "not its own: it is the limit, as no request is declared"} {
		_messages(_pod({"resource": "requests.memory"}, {}, {"resources": {"declared": [amount]}})) == {concat(", ", [
			"variable \"GOMEMLIMIT\" of \"app\" holds requests.memory of \"proxy\"",
			said,
		])}
	}
}

test_missing_container_denied if {
	found := _messages(_pod({"found": false, "class": ""}, {"part": "helper"}, {}))
	found == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which the pod does not have: the container cannot start"}
}

test_helper_allowed if _messages(_pod({}, {"part": "helper"}, _declares)) == set()

test_annotation_allowed if _messages(_pod({"source": "annotation"}, {}, _declares)) == set()

test_named_after_the_neighbour_allowed if _messages(_pod({"key": "PROXY_MEM_LIMIT"}, {}, _declares)) == set()

# A part that both names have says nothing.
test_named_after_both_denied if {
	both := testing.pod({
		"containers": [testing.container("api-app", {}), testing.container("api-proxy", _declares)],
		"references": [testing.reference("api-proxy", {"source": "field", "key": "API_LIMIT", "from": "api-app", "resource": "limits.memory", "found": true, "class": "regular", "path": _at})],
	})
	count(_messages(both)) == 1
}
