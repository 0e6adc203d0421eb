package podlint.rules.resources.init_request_dominates_test

import data.podlint.lib.testing
import data.podlint.rules.resources.init_request_dominates as rule

_input(step, steady, overrides) := testing.input_of(
	object.union(
		{"requests": [testing.request("cpu", {
			"steady": steady,
			"steady_text": "500m",
			"steps": [testing.step("small", 1, {}), testing.step("migrate", step, {"text": "2"})],
		})]},
		overrides,
	),
	{"parameters": {"init-request-dominates": {"percent": 200, "cpu_millis": 500, "memory_bytes": 1000}}},
)

test_fat_init_container_denied if {
	rule.violation == {{
		"msg": "init container \"migrate\" needs 2 cpu, the running pod 500m: the node reserves the larger for good",
		"path": ["spec", "initContainers", 0, "resources", "requests"],
		"container": "migrate",
	}} with input as _input(2000, 500, {})
}

test_memory_has_its_own_floor_denied if {
	memory := {"requests": [testing.request("memory", {"steady": 1000, "steps": [testing.step("migrate", 2000, {})]})]}
	count(rule.violation) == 1 with input as _input(0, 0, memory)
}

test_only_the_first_of_equal_steps_denied if {
	twins := {"requests": [testing.request("cpu", {"steady": 500, "steps": [testing.step("one", 2000, {}), testing.step("two", 2000, {})]})]}
	{v.container | some v in rule.violation} == {"one"} with input as _input(0, 0, twins)
}

test_little_difference_allowed if rule.violation == set() with input as _input(1999, 1000, {})

test_little_waste_allowed if rule.violation == set() with input as _input(899, 400, {})

test_unknown_request_of_an_app_allowed if rule.violation == set() with input as _input(2000, 0, {})

test_pod_that_runs_once_allowed if rule.violation == set() with input as _input(2000, 500, {"runs": "to-completion"})
