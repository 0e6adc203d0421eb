package podlint.rules.manifest.duplicate_volume_name_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_volume_name as rule

_value := testing.invalid("repeated", {"of": "volume name", "field": "volumes[1].name", "got": "data", "first": ["spec", "volumes", 0, "name"]})

test_second_volume_denied if {
	{v.msg | some v in rule.violation} == {`the name "data" is taken: another volume of the pod has it`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_repetitions_allowed if {
	other := object.union(_value, {"of": "container name"})
	rule.violation == set() with input as testing.pod({"invalid_values": [other]})
}
