package podlint.rules.resources.resource_field_ref_other_container_test

import data.podlint.lib.testing
import data.podlint.rules.resources.resource_field_ref_other_container as rule

_field(overrides) := {"scaling": {"foreign_fields": [object.union(
	{
		"container": "app",
		"role": "unknown",
		"helper": false,
		"env": "GOMEMLIMIT",
		"resource": "limits.memory",
		"other": "proxy",
		"exists": true,
		"declared": true,
		"path": ["spec", "containers", 0, "env", 0],
	},
	overrides,
)]}}

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod(_field(overrides))
}

test_neighbours_value_denied if {
	rule.violation == {{
		"msg": "variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", not its own",
		"path": ["spec", "containers", 0, "env", 0],
		"container": "app",
	}} with input as testing.pod(_field({}))
}

test_nodes_amount_denied if {
	_messages({"declared": false}) == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which declares none: it holds the node's amount"}
}

test_missing_container_denied if {
	found := _messages({"exists": false, "declared": false, "helper": true})
	found == {"variable \"GOMEMLIMIT\" of \"app\" holds limits.memory of \"proxy\", which the pod does not have: the container cannot start"}
}

test_helper_allowed if {
	_messages({"helper": true}) == set()
}
