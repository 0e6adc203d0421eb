package podlint.rules.manifest.duplicate_entry_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_entry as rule

_value := testing.invalid("repeated", {"of": "sysctl", "field": "securityContext.sysctls[1].name", "got": "net.core.somaxconn", "first": ["spec"]})

test_second_entry_denied if {
	{v.msg | some v in rule.violation} == {`sysctl "net.core.somaxconn" is in the list already`} with input as testing.pod({"invalid_values": [_value]})
}

test_lists_with_rules_of_their_own_allowed if {
	other := object.union(_value, {"of": "volume name"})
	rule.violation == set() with input as testing.pod({"invalid_values": [other]})
}

test_every_list_with_a_rule_of_its_own_allowed if {
	every of in ["container name", "volume name", "mount path", "volume device", "port name", "host port"] {
		rule.violation == set() with input as testing.pod({"invalid_values": [object.union(_value, {"of": of})]})
	}
}

test_other_problems_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [object.union(_value, {"problem": "undeclared"})]})
}
