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

_field_path(got) := [v | some v in rule.violation with input as testing.pod({"invalid_values": [testing.invalid("unknown-value", {
	"of": "fieldPath", "field": "env[0].valueFrom.fieldRef.fieldPath", "got": got, "nearest": "metadata.name",
})]})]

test_all_labels_have_no_fix_denied if {
	[v] := _field_path("metadata.labels")
	endswith(v.msg, `unknown value "metadata.labels"; want one of them, such as metadata.labels['app']`)
	v.fix == null
	[near] := _field_path("metadata.nam")
	endswith(near.msg, `did you mean "metadata.name"?`)
	near.fix != null
}
