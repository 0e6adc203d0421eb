package podlint.rules.manifest.conflicting_fields_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.conflicting_fields as rule

_value := testing.invalid("conflict", {"container": "app", "field": "livenessProbe.httpGet", "got": "httpGet", "expected": "only one of exec or httpGet"})

test_conflict_denied if {
	{v.msg | some v in rule.violation} == {`container "app": livenessProbe.httpGet is refused beside another field; want only one of exec or httpGet`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {"of": "other"})]})
}
