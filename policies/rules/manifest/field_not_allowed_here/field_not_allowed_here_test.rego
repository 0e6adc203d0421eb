package podlint.rules.manifest.field_not_allowed_here_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.field_not_allowed_here as rule

_value := testing.invalid("forbidden", {"container": "migrate", "field": "lifecycle", "expected": "only sidecars may"})

test_forbidden_denied if {
	{v.msg | some v in rule.violation} == {`container "migrate": lifecycle may not stand here: only sidecars may`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {"of": "other"})]})
}
