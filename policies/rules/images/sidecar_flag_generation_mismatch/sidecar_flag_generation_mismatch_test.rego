package podlint.rules.images.sidecar_flag_generation_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_flag_generation_mismatch as rule

_use(overrides) := object.union(
	{
		"container": "proxy",
		"image": "example.org/proxy:2.1.0",
		"flag": "-instances",
		"breaks": true,
		"accepted": false,
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
)

_found(overrides) := found if {
	found := rule.violation with input as testing.pod({"images": {"old_flags": [_use(overrides)]}})
}

test_unknown_flag_denied if {
	_found({}) == {{
		"msg": "container \"proxy\" passes -instances, which example.org/proxy:2.1.0 does not know",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "proxy",
		"severity": "error",
	}}
}

test_successor_is_named_denied if {
	some v in _found({"instead": "--port"})
	endswith(v.msg, "does not know: use --port")
}

test_accepted_flag_is_advice_denied if {
	{[v.severity, v.msg] | some v in _found({"breaks": false, "accepted": true})} == {[
		"info",
		"container \"proxy\" passes -instances, which example.org/proxy:2.1.0 still takes under that old name",
	]}
}

test_ignored_flag_is_advice_denied if {
	{[v.severity, v.msg] | some v in _found({"breaks": false})} == {[
		"info",
		"container \"proxy\" passes -instances, which example.org/proxy:2.1.0 ignores",
	]}
}

test_pod_without_old_flags_allowed if {
	rule.violation == set() with input as testing.pod({"images": {}})
}
