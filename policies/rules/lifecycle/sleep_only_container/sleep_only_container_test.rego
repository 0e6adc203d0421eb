package podlint.rules.lifecycle.sleep_only_container_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.sleep_only_container as rule

_idle := {"idle": true, "waits": true, "waits_by": "sleep infinity", "lifetime": "endless", "seen": {"files": "all"}, "script": testing.script({"idle": true})}

_pod(c, app, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("spare", object.union(_idle, c)), testing.container("app", object.union({"lifetime": "unknown"}, app))],
		"app": [testing.app("app")],
	},
	overrides,
))

test_sleeper_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"spare\" only waits (sleep infinity) beside \"app\", which works: remove it, or give it its program"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "spare"
}

test_native_sidecar_denied if count(rule.violation) == 1 with input as _pod({"class": "sidecar"}, {}, {})

test_beside_one_that_ends_in_a_wait_denied if count(rule.violation) == 1 with input as _pod({}, {"lifetime": "finite", "waits": true}, {})

test_init_allowed if rule.violation == set() with input as _pod({"class": "init"}, {}, {})

test_alone_allowed if rule.violation == set() with input as _pod({}, {"idle": true}, {})

test_beside_a_pause_allowed if rule.violation == set() with input as _pod({}, {"role": "pause"}, {})

test_beside_one_that_ends_allowed if rule.violation == set() with input as _pod({}, {"lifetime": "finite"}, {})

test_beside_an_init_container_allowed if rule.violation == set() with input as _pod({}, {"class": "init"}, {})

test_entered_allowed if rule.violation == set() with input as _pod({"entered": true}, {}, {})

test_probes_and_hooks_allowed if {
	rule.violation == set() with input as _pod({"probes": [testing.probe("readiness", 80, {})]}, {}, {})
	rule.violation == set() with input as _pod({"hooks": [testing.hook("pre-stop", ["sync"], {})]}, {}, {})
}

test_job_allowed if rule.violation == set() with input as _pod({}, {}, {"runs": "to-completion"})

test_test_pod_allowed if rule.violation == set() with input as _pod({}, {}, {"test": true})

test_build_agent_allowed if rule.violation == set() with input as _pod({}, {}, {"ci_agent": true})

_reads(file) := object.union({"handovers": [testing.read("spare", "/data/x", file)]}, _handed)

_handed := {"edges": [testing.edge("app", "spare", "shared-volume", {})]}

test_takes_in_what_a_neighbour_writes_allowed if rule.violation == set() with input as _pod({}, {}, _reads({}))

test_reads_before_the_others_run_denied if count(rule.violation) == 1 with input as _pod({}, {}, _reads({"phase": "init"}))

test_reads_on_no_volume_denied if count(rule.violation) == 1 with input as _pod({}, {}, _reads({"volume": ""}))

test_another_reads_denied if count(rule.violation) == 1 with input as _pod({}, {}, _reads({"container": "app"}))

test_only_writes_denied if count(rule.violation) == 1 with input as _pod({}, {}, _handed)

test_reads_what_nobody_writes_denied if count(rule.violation) == 1 with input as _pod({}, {}, object.remove(_reads({}), ["edges"]))

_named(key) := testing.pod(object.union(_pod({}, {}, {}).pod, {"annotations": {key: "spare"}}))

test_container_that_an_annotation_names_allowed if {
	rule.violation == set() with input as _named("pre.hook.backup.velero.io/container")
}

test_default_container_denied if count(rule.violation) == 1 with input as _named("kubectl.kubernetes.io/default-container")

test_other_annotation_denied if count(rule.violation) == 1 with input as _named("example.com/owner")

test_one_that_a_neighbour_hands_something_is_a_doubt if {
	edge := testing.edge("app", "spare", "shared-volume", {})
	some v in rule.violation with input as _pod({}, {}, {"edges": [edge]})
	v.certainty.lower == 1
	every other in [testing.edge("spare", "app", "shared-volume", {}), testing.edge("app", "spare", "start-order", {})] {
		some w in rule.violation with input as _pod({}, {}, {"edges": [other]})
		w.certainty.lower == 0
	}
	some x in rule.violation with input as _pod({}, {"class": "init"}, {"edges": [edge], "containers": [
		testing.container("spare", _idle), testing.container("work", {"lifetime": "unknown"}), testing.container("app", {"class": "init"}),
	]})
	x.certainty.lower == 0
}

test_one_on_each_node_is_a_doubt if {
	some v in rule.violation with input as _pod({}, {}, {"workload": {"scales": "nodes"}})
	v.certainty.lower == 1
}

test_held_image_allowed if {
	held := {"image": {"reference": "example.org/held:1"}}
	rule.violation == set() with input as _pod(held, {"argv": ["--image=example.org/held:1"]}, {})
}

test_each_way_of_taking_in_allowed if {
	every kind in ["shared-volume", "content-sync", "log-stream"] {
		rule.violation == set() with input as _pod({}, {}, object.union(_reads({}), {"edges": [testing.edge("app", "spare", kind, {})]}))
	}
}
