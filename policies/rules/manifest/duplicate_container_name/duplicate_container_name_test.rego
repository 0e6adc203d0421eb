package podlint.rules.manifest.duplicate_container_name_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.duplicate_container_name as rule

_value := testing.invalid("repeated", {"of": "container name", "field": "containers[1].name", "got": "app", "first": ["spec", "containers", 0, "name"]})

test_second_container_denied if {
	rule.violation == {{
		"msg": `the name "app" is taken: another container of the pod has it`,
		"path": ["spec"],
		"container": "",
		"related": [{"msg": "it stands here first", "path": ["spec", "containers", 0, "name"]}],
	}} with input as testing.pod({"invalid_values": [_value]})
}

test_other_repetitions_allowed if {
	volume := testing.invalid("repeated", {"of": "volume name", "got": "app", "first": ["spec", "volumes", 0, "name"]})
	rule.violation == set() with input as testing.pod({"invalid_values": [volume]})
}
