package podlint.rules.manifest.duplicate_port_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_port as rule

_value := testing.invalid("repeated", {"of": "port name", "container": "app", "field": "ports[1].name", "got": "http", "first": ["spec"]})

test_second_port_denied if {
	{v.msg | some v in rule.violation} == {`container "app": port name "http" is taken`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_repetitions_allowed if {
	other := object.union(_value, {"of": "volume name"})
	rule.violation == set() with input as testing.pod({"invalid_values": [other]})
}

test_port_of_the_node_denied if {
	count(rule.violation) == 1 with input as testing.pod({"invalid_values": [object.union(_value, {"of": "host port"})]})
}

test_other_problems_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [object.union(_value, {"problem": "undeclared"})]})
}
