package podlint.rules.images.sidecar_image_retired_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_image_retired as rule

_image(overrides) := object.union(
	{
		"container": "guard",
		"reference": "gcr.io/old/guard:v1",
		"instead": "quay.io/new/guard",
		"reason": "gcr.io/old is shut down",
		"gone": true,
		"safe": false,
		"path": ["spec", "containers", 1, "image"],
	},
	overrides,
)

_found(overrides) := found if {
	found := rule.violation with input as testing.pod({"images": {"retired": [_image(overrides)]}})
}

test_image_that_is_gone_denied if {
	_found({}) == {{
		"msg": "image of \"guard\" can no longer be pulled: use quay.io/new/guard (gcr.io/old is shut down)",
		"path": ["spec", "containers", 1, "image"],
		"container": "guard",
		"severity": "error",
	}}
}

test_frozen_image_is_a_warning_denied if {
	{[v.severity, v.msg] | some v in _found({"gone": false})} == {[
		"warning",
		"image of \"guard\" is retired: use quay.io/new/guard (gcr.io/old is shut down)",
	]}
}

test_pod_without_retired_image_allowed if {
	rule.violation == set() with input as testing.pod({"images": {}})
}
