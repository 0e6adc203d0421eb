package podlint.rules.resources.init_request_dominates_test

import data.podlint.lib.testing
import data.podlint.rules.resources.init_request_dominates as rule

_init(name, amount) := testing.share(name, amount, {"class": "init", "path": ["init"]})

_input(step, steady, overrides) := testing.input_of(
	object.union(
		{"requests": [testing.request("cpu", {
			"steady": steady,
			"shares": [_init("small", 1), _init("migrate", step), testing.share("web", 500, {})],
		})]},
		overrides,
	),
	{"parameters": {"init-request-dominates": {"percent": 200, "cpu_millis": 500, "memory_bytes": 1000}}},
)

test_fat_init_container_denied if {
	rule.violation == {{
		"msg": "init container \"migrate\" needs 2 cpu, the running pod 500m: the node reserves the larger for good",
		"path": ["init"],
		"container": "migrate",
	}} with input as _input(2000, 500, {})
}

test_memory_has_its_own_floor_denied if {
	memory := {"requests": [testing.request("memory", {"steady": 1000, "shares": [_init("migrate", 2000)]})]}
	count(rule.violation) == 1 with input as _input(0, 0, memory)
}

test_only_the_first_of_equal_steps_denied if {
	twins := {"requests": [testing.request("cpu", {"steady": 500, "shares": [_init("one", 2000), _init("two", 2000)]})]}
	{v.container | some v in rule.violation} == {"one"} with input as _input(0, 0, twins)
}

_beside(shares) := {"requests": [testing.request("cpu", {"steady": 500, "shares": shares})]}

test_native_sidecar_before_it_counts_denied if {
	shares := [testing.share("proxy", 900, {"class": "sidecar"}), _init("migrate", 1100)]
	some v in rule.violation with input as _input(0, 0, _beside(shares))
	contains(v.msg, "needs 2 cpu")
}

test_who_comes_later_does_not_count_allowed if {
	every class in ["sidecar", "regular"] {
		shares := [_init("migrate", 900), testing.share("proxy", 900, {"class": class})]
		rule.violation == set() with input as _input(0, 0, _beside(shares))
	}
}

test_who_says_nothing_allowed if {
	silent := object.union(_init("migrate", 2000), {"declared": false})
	rule.violation == set() with input as _input(0, 0, _beside([silent]))
}

test_little_difference_allowed if rule.violation == set() with input as _input(1999, 1000, {})

test_little_waste_allowed if rule.violation == set() with input as _input(899, 400, {})

test_unknown_request_of_an_app_allowed if rule.violation == set() with input as _input(2000, 0, {})

test_pod_that_runs_once_allowed if rule.violation == set() with input as _input(2000, 500, {"runs": "to-completion"})
