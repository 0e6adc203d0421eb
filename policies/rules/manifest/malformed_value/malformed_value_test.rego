package podlint.rules.manifest.malformed_value_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.malformed_value as rule

_value := testing.invalid("malformed", {"container": "app", "field": "volumeMounts[0].subPath", "got": "/data", "expected": "a relative path without .."})

test_malformed_denied if {
	{v.msg | some v in rule.violation} == {`container "app": volumeMounts[0].subPath: "/data" is malformed; want a relative path without ..`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("missing", {"of": "other"})]})
}

test_what_a_value_of_the_chart_leaves_open_doubted if {
	some v in rule.violation with input as testing.pod({"invalid_values": [object.union(_value, {"unset": "name"})]})
	v.certainty.doubt == true
	v.certainty.reason == "it is so until name is set, which the chart leaves empty"
}
