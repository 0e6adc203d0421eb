package podlint.rules.lifecycle.sidecar_blocks_job_completion_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sidecar_blocks_job_completion as rule

_job(c, work, overrides) := testing.pod(object.union(
	{
		"runs": "to-completion",
		"workload": {"kind": "Job"},
		"containers": [
			testing.container("work", object.union({"part": "app", "lifetime": "finite"}, work)),
			testing.container("proxy", object.union({"part": "helper", "lifetime": "endless"}, c)),
		],
		"app": [testing.app("work")],
		"who": {"proxy": {"ends": testing.ends("proxy serve")}},
	},
	overrides,
))

test_helper_denied if {
	some v in rule.violation with input as _job({}, {}, {})
	v.msg == "container \"proxy\" (proxy serve) never ends, so the pod does not complete when \"work\" is done"
	v.path == ["spec", "containers", 1, "name"]
	v.container == "proxy"
	v.certainty.lower == 0
}

test_long_evidence_is_cut_denied if {
	ends := testing.ends("proxy serve --all-the-flags-that-there-are --and-more")
	some v in rule.violation with input as _job({}, {}, {"who": {"proxy": {"ends": ends}}})
	contains(v.msg, "(proxy serve …)")
	v.related == [{"msg": "what it runs", "path": ends.path}]
}

test_long_arguments_of_an_image_are_shown_denied if {
	ends := object.union(testing.ends("proxy serve --all-the-flags-that-there-are --and-more"), {"path": ["spec", "containers", 1, "image"]})
	some v in rule.violation with input as _job({}, {}, {"who": {"proxy": {"ends": ends}}})
	v.related == [{"msg": "what it runs", "path": ["spec", "containers", 1, "args"]}]
}

test_guess_is_lowered_denied if {
	some v in rule.violation with input as _job({}, {}, {"who": {"proxy": {"ends": {"certainty": "guessed"}}}})
	v.certainty.lower == 1
}

test_work_of_a_bare_pod_is_lowered_denied if {
	some v in rule.violation with input as _job({}, {"lifetime": "unknown"}, {"workload": {"kind": "Pod"}})
	v.certainty.lower == 1
}

test_work_of_a_job_denied if {
	some v in rule.violation with input as _job({}, {"lifetime": "unknown"}, {})
	v.certainty.lower == 0
}

test_quit_endpoint_beside_work_out_of_sight_is_a_doubt_denied if {
	some v in rule.violation with input as _job({"answers_quit": true}, {}, {"who": {
		"proxy": {"ends": testing.ends("proxy serve")},
		"work": {"seen": {"dials": "some"}},
	}})
	v.certainty.doubt
}

test_quit_endpoint_beside_work_in_sight_denied if {
	some v in rule.violation with input as _job({"answers_quit": true}, {}, {"who": {
		"proxy": {"ends": testing.ends("proxy serve")},
		"work": {"seen": {"dials": "all"}},
	}})
	v.certainty.lower == 0
}

test_stopped_allowed if rule.violation == set() with input as _job({}, {}, {"endings": [testing.stop("proxy", "work", {})]})

test_pod_that_runs_always_allowed if rule.violation == set() with input as _job({}, {}, {"runs": "always"})

test_managed_allowed if rule.violation == set() with input as _job({}, {}, {"managed": "tekton"})

test_native_sidecar_allowed if rule.violation == set() with input as _job({"class": "sidecar"}, {}, {})

test_helper_that_ends_allowed if rule.violation == set() with input as _job({"lifetime": "finite"}, {}, {})

test_helper_of_unknown_lifetime_allowed if rule.violation == set() with input as _job({"lifetime": "unknown"}, {}, {})

test_no_work_allowed if rule.violation == set() with input as _job({}, {"lifetime": "endless"}, {})

_apart := {"part": "app"}

test_server_of_its_own_allowed if rule.violation == set() with input as _job(_apart, {}, {})

test_idle_denied if count(rule.violation) == 1 with input as _job(object.union(_apart, {"idle": true}), {}, {})

test_called_by_the_work_denied if {
	call := testing.connection("work", {"answer": "neighbour", "to": [testing.server("proxy", {})]})
	count(rule.violation) == 1 with input as _job(_apart, {}, {"connections": [call]})
}

_script := {"part": "app", "shell": true, "role": "tool"}

test_endless_script_denied if count(rule.violation) == 1 with input as _job(_script, {}, {})

test_endless_script_with_a_deadline_allowed if {
	rule.violation == set() with input as _job(_script, {}, {"active_deadline_seconds": 60})
}

test_endless_script_of_a_bare_pod_allowed if {
	rule.violation == set() with input as _job(_script, {}, {"workload": {"kind": "Pod"}})
}

test_endless_script_beside_a_helper_allowed if rule.violation == set() with input as _job(_script, {"part": "helper"}, {})

test_endless_server_with_a_script_allowed if {
	rule.violation == set() with input as _job(object.union(_script, {"role": "web-front"}), {}, {})
}

test_web_server_of_what_the_work_makes_allowed if {
	served := {"edges": [testing.edge("work", "proxy", "shared-volume", {})]}
	rule.violation == set() with input as _job({"role": "web-front"}, {}, served)
}

_waits(wait) := {
	"containers": [
		testing.container("work", {"part": "app", "lifetime": "finite"}),
		testing.container("uploader", {"part": "helper", "lifetime": "finite"}),
	],
	"waits": [testing.wait("uploader", "/work/done", wait)],
}

test_wait_in_vain_denied if {
	some v in rule.violation with input as _job({}, {}, _waits({}))
	v.msg == "container \"uploader\" waits for /work/done, which nobody makes, so the pod does not complete when \"work\" is done"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "uploader"
}

test_endless_one_that_waits_in_vain_is_said_once_denied if {
	count(rule.violation) == 1 with input as _job({}, {}, {"waits": [testing.wait("proxy", "/work/done", {})]})
}

test_wait_of_an_init_container_allowed if {
	first := object.union(_waits({}), {"who": {"uploader": {"class": "init"}}})
	rule.violation == set() with input as _job({}, {}, first)
}

test_wait_that_another_ends_allowed if {
	rule.violation == set() with input as _job({}, {}, object.union(_waits({}), {"endings": [testing.stop("uploader", "work", {})]}))
}

test_wait_that_its_own_look_at_the_file_ends_denied if {
	ends := {"endings": [testing.stop("uploader", "uploader", {"how": "file"})]}
	count(rule.violation) == 1 with input as _job({}, {}, object.union(_waits({}), ends))
}

_beside_an_unknown(origin) := {v.container |
	ends := object.union(testing.ends("serve"), {"origin": origin})
	some v in rule.violation with input as _job({"part": "app"}, {"part": "unknown", "lifetime": "unknown"}, {"who": {"proxy": {"ends": ends}}})
}

test_server_of_an_image_beside_an_unknown_denied if {
	_beside_an_unknown("image") == {"proxy"}
	_beside_an_unknown("flag") == set()
}
