package podlint.rules.manifest.undeclared_name_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.undeclared_name as rule

_claim := {"of": "resource claim", "container": "train", "field": "resources.claims[0].name", "got": "gpus"}

test_unknown_claim_denied if {
	{v.msg | some v in rule.violation} == {`container "train": resources.claims[0].name names resource claim "gpus", which the pod does not have`} with input as testing.pod({"invalid_values": [testing.invalid("undeclared", _claim)]})
}

test_volumes_allowed if {
	volume := testing.invalid("undeclared", {"of": "volume", "got": "data"})
	rule.violation == set() with input as testing.pod({"invalid_values": [volume]})
}
