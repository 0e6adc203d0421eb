package podlint.rules.manifest.invalid_name_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.invalid_name as rule

_value := testing.invalid("invalid-name", {"container": "Web_Server", "field": "name", "of": "container name", "got": "Web_Server"})

test_invalid_name_denied if {
	{v.msg | some v in rule.violation} == {`container "Web_Server": container name "Web_Server" is no valid name`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {"of": "other"})]})
}
