package podlint.rules.manifest.value_out_of_range_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.value_out_of_range as rule

_value := testing.invalid("out-of-range", {"container": "app", "field": "ports[0].containerPort", "got": "70000", "expected": "1 to 65535"})

test_out_of_range_denied if {
	{v.msg | some v in rule.violation} == {`container "app": ports[0].containerPort: 70000 is out of range; want 1 to 65535`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {"of": "other"})]})
}
