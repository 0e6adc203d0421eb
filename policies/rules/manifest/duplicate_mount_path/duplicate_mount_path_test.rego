package podlint.rules.manifest.duplicate_mount_path_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_mount_path as rule

_value := testing.invalid("repeated", {"of": "mount path", "container": "app", "field": "volumeMounts[1].mountPath", "got": "/etc/app", "first": ["spec"]})

test_second_mount_denied if {
	{v.msg | some v in rule.violation} == {`container "app": mount path "/etc/app" is taken by another mount of the container`} with input as testing.pod({"invalid_values": [_value]})
}

test_other_repetitions_allowed if {
	other := object.union(_value, {"of": "port name"})
	rule.violation == set() with input as testing.pod({"invalid_values": [other]})
}
