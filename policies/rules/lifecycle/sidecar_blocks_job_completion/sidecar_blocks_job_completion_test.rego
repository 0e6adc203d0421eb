package podlint.rules.lifecycle.sidecar_blocks_job_completion_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sidecar_blocks_job_completion as rule

_outliver(overrides) := object.union(
	{
		"container": "logs",
		"class": "regular",
		"work": "import",
		"work_ends": false,
		"part": "helper",
		"by": "tail -F /logs/import.log",
		"maybe_native": false,
		"verified": true,
		"path": ["spec", "containers", 1, "name"],
	},
	overrides,
)

_of(kind, outlivers) := testing.pod({
	"workload": {"kind": kind},
	"runs": "to-completion",
	"lifecycle": {"outlivers": outlivers},
})

_job(outlivers) := _of("Job", outlivers)

test_endless_helper_denied if {
	rule.violation == {{
		"msg": "container \"logs\" (tail -F /logs/import.log) never ends, so the pod does not complete when \"import\" is done",
		"path": ["spec", "containers", 1, "name"],
		"container": "logs",
		"severity": "error",
	}} with input as _job([_outliver({})])
}

test_wait_for_a_file_that_nobody_makes_denied if {
	some v in rule.violation with input as _job([_outliver({"awaits": "/work/done"})])
	v.msg == "container \"logs\" waits for /work/done, which nobody makes, so the pod does not complete when \"import\" is done"
}

test_bare_pod_of_unknown_work_denied if {
	some v in rule.violation with input as _of("Pod", [_outliver({})])
	v.severity == "warning"
}

test_bare_pod_of_finite_work_denied if {
	some v in rule.violation with input as _of("Pod", [_outliver({"work_ends": true})])
	v.severity == "error"
}

test_each_helper_denied if {
	count(rule.violation) == 2 with input as _job([_outliver({}), _outliver({"container": "proxy"})])
}

test_stopped_helper_allowed if {
	rule.violation == set() with input as _job([_outliver({"stopped_by": "curl -X POST localhost:9091/quitquitquit"})])
}

test_injected_helper_allowed if {
	rule.violation == set() with input as _job([_outliver({"class": "injected"})])
}

test_pod_without_outliver_allowed if {
	rule.violation == set() with input as testing.pod({})
}
