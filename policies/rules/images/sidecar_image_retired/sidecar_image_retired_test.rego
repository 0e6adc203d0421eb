package podlint.rules.images.sidecar_image_retired_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_image_retired as rule

_guard(retired) := object.union(testing.container("guard", {}), {"image": {"path": ["x"], "reference": "gcr.io/old/guard:1.0", "retired": object.union(
	{"instead": "quay.io/new/guard", "reason": "gcr.io/old is shut down", "gone": true, "safe": false},
	retired,
)}})

_found(containers) := found if {
	found := rule.violation with input as testing.pod({"containers": containers})
}

test_image_that_is_gone_denied if {
	_found([testing.container("app", {}), _guard({})]) == {{
		"msg": "image gcr.io/old/guard:1.0 of \"guard\" can no longer be pulled: use quay.io/new/guard (gcr.io/old is shut down)",
		"path": ["x"],
		"container": "guard",
		"severity": "error",
	}}
}

test_frozen_image_is_a_warning_denied if {
	{[v.severity, v.msg] | some v in _found([testing.container("app", {}), _guard({"gone": false})])} == {[
		"warning",
		"image gcr.io/old/guard:1.0 of \"guard\" is retired: use quay.io/new/guard (gcr.io/old is shut down)",
	]}
}

test_only_container_allowed if _found([_guard({})]) == set()

test_image_in_use_allowed if _found([testing.container("app", {}), testing.container("guard", {})]) == set()

test_long_reason_is_left_out_denied if {
	long := "versions of the first generation are out of support, and later ones have other flags"
	{v.msg | some v in _found([testing.container("app", {}), _guard({"reason": long})])} == {"image gcr.io/old/guard:1.0 of \"guard\" can no longer be pulled: use quay.io/new/guard"}
}
