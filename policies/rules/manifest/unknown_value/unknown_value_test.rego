package podlint.rules.manifest.unknown_value_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.unknown_value as rule

_value := testing.invalid("unknown-value", {"container": "app", "field": "imagePullPolicy", "got": "always", "nearest": "Always"})

test_unknown_value_denied if {
	{v.msg | some v in rule.violation} == {`container "app": imagePullPolicy: unknown value "always"; did you mean "Always"?`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {"of": "other"})]})
}
