package podlint.rules.coupling.mount_propagation_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.mount_propagation_mismatch as rule

_gap(gap) := {
	"container": "a", "other": "b", "volume": "shared", "gap": gap,
	"path": ["spec", "containers", 0, "volumeMounts", 0],
	"other_path": ["spec", "containers", 1, "volumeMounts", 0],
}

_message(gap) := concat("", [v.msg |
	some v in rule.violation with input as testing.pod({"coupling": {"propagation_gaps": [_gap(gap)]}})
])

test_consumer_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"a\" does not see what \"b\" mounts in volume \"shared\": its mount lacks HostToContainer",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"container": "a",
		"related": [{"msg": "\"b\" mounts the volume here", "path": ["spec", "containers", 1, "volumeMounts", 0]}],
	}} with input as testing.pod({"coupling": {"propagation_gaps": [_gap("consumer")]}})
}

test_mounter_denied if {
	_message("mounter") == "what container \"a\" mounts in volume \"shared\" does not reach \"b\": its mount lacks Bidirectional"
}

test_privilege_denied if {
	_message("privilege") == "container \"a\" mounts volume \"shared\" Bidirectional without being privileged, which the API server refuses"
}

test_matching_sides_allowed if {
	rule.violation == set() with input as testing.pod({})
}
