package podlint.rules.resources.init_request_dominates_test

import data.podlint.lib.testing
import data.podlint.rules.resources.init_request_dominates as rule

_settings := {"parameters": {"init-request-dominates": {"percent": 200, "cpu_millis": 500, "memory_bytes": 1000}}}

_init(overrides) := {"scaling": {"dominant_init": [object.union(
	{
		"container": "migrate",
		"resource": "cpu",
		"step": "2",
		"steady": "500m",
		"percent": 400,
		"wasted": 1500,
		"path": ["spec", "initContainers", 0, "resources", "requests", "cpu"],
	},
	overrides,
)]}}

test_fat_init_container_denied if {
	rule.violation == {{
		"msg": "init container \"migrate\" needs 2 cpu, the running pod 500m: the node reserves the larger for good",
		"path": ["spec", "initContainers", 0, "resources", "requests", "cpu"],
		"container": "migrate",
	}} with input as testing.input_of(_init({}), _settings)
}

test_memory_has_its_own_floor_denied if {
	count(rule.violation) == 1 with input as testing.input_of(_init({"resource": "memory"}), _settings)
}

test_little_difference_allowed if {
	rule.violation == set() with input as testing.input_of(_init({"percent": 199}), _settings)
}

test_little_waste_allowed if {
	rule.violation == set() with input as testing.input_of(_init({"wasted": 499}), _settings)
}

test_pod_that_runs_once_allowed if {
	rule.violation == set() with input as testing.input_of(object.union(_init({}), {"runs": "to-completion"}), _settings)
}
