package podlint.rules.lifecycle.injected_sidecar_blocks_job_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.injected_sidecar_blocks_job as rule

_job(injector, helper, overrides) := testing.input_of(
	object.union(
		{
			"runs": "to-completion",
			"containers": [testing.container("work", {"part": "app", "lifetime": "finite"}), testing.container("agent", {"class": "injected", "lifetime": "endless"})],
			"app": [testing.app("work")],
			"injectors": [testing.injector("vault", injector)],
			"who": {"agent": object.union({"injected_as": "regular", "known": "vault", "known_certainty": "known"}, helper)},
		},
		object.get(overrides, "pod", {}),
	),
	object.remove(overrides, ["pod"]),
)

test_injected_denied if {
	some v in rule.violation with input as _job({}, {}, {})
	v.msg == "vault=true adds \"agent\", which never ends, so the pod does not complete when \"work\" is done"
	v.path == ["metadata", "annotations", "vault"]
	v.certainty.lower == 0
	not v.severity
}

test_unverified_injector_is_lowered_denied if {
	some v in rule.violation with input as _job({}, {"known_certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_endpoint_beside_work_out_of_sight_is_a_doubt_denied if {
	some v in rule.violation with input as _job({}, {"answers_quit": true}, {"pod": {"who": {"work": {"seen": {"dials": "some"}}}}})
	v.certainty.doubt
}

test_unknown_version_is_advice_denied if {
	some v in rule.violation with input as _job({"native_from": "1.33"}, {}, {})
	v.severity == "info"
}

test_known_version_denied if {
	some v in rule.violation with input as _job({"native_from": "1.33"}, {}, {"target": {"kubernetes": "1.30", "minor": 30}})
	not v.severity
}

test_native_allowed if rule.violation == set() with input as _job({"native": true}, {}, {})

test_leaves_by_itself_allowed if rule.violation == set() with input as _job({"ends": true}, {}, {})

test_injected_init_container_allowed if rule.violation == set() with input as _job({}, {"injected_as": "init"}, {})

test_other_injector_allowed if rule.violation == set() with input as _job({}, {"known": "istio"}, {})

test_stopped_allowed if {
	rule.violation == set() with input as _job({}, {}, {"pod": {"endings": [testing.stop("agent", "work", {})]}})
}

test_pod_that_runs_always_allowed if rule.violation == set() with input as _job({}, {}, {"pod": {"runs": "always"}})

test_managed_allowed if rule.violation == set() with input as _job({}, {}, {"pod": {"managed": "tekton"}})
