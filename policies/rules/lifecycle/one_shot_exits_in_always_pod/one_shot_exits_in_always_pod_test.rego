package podlint.rules.lifecycle.one_shot_exits_in_always_pod_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.one_shot_exits_in_always_pod as rule

_pod(c, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("seed", object.union({"lifetime": "finite"}, c)), testing.container("app", {"lifetime": "endless"})],
		"who": {"seed": {"ends": testing.ends("mkdir /data")}},
	},
	overrides,
))

test_one_shot_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"seed\" ends (mkdir /data), but the pod runs always: it restarts each time, ever later"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "seed"
	v.certainty.lower == 0
}

_told(seconds) := {"who": {"seed": {"ends": object.union(testing.ends("wrk"), {"lasts": seconds})}}}

test_long_work_starts_again_at_once if {
	some v in rule.violation with input as _pod({}, _told(1200))
	v.msg == "container \"seed\" ends (wrk), but the pod runs always: it starts again every 20m"
	v.severity == "info"
	some w in rule.violation with input as _pod({}, _told(7200))
	endswith(w.msg, "it starts again every 2h")
}

test_short_work_is_started_ever_later_denied if {
	some v in rule.violation with input as _pod({}, _told(599))
	not v.severity
}

test_native_sidecar_that_ends_denied if {
	some v in rule.violation with input as _pod({"class": "sidecar"}, {})
	v.msg == "native sidecar \"seed\" ends (mkdir /data), but is to run as long as the pod: it restarts each time, ever later"
	not v.severity
}

test_native_sidecar_of_a_job_denied if {
	some v in rule.violation with input as _pod({"class": "sidecar"}, {"runs": "to-completion"})
	v.severity == "warning"
}

test_guess_is_lowered_denied if {
	some v in rule.violation with input as _pod({}, {"who": {"seed": {"ends": {"certainty": "guessed", "text": "tool by default"}}}})
	v.certainty.lower == 1
}

test_init_allowed if rule.violation == set() with input as _pod({"class": "init"}, {})

test_unknown_lifetime_allowed if rule.violation == set() with input as _pod({"lifetime": "unknown"}, {})

test_end_after_a_wait_allowed if rule.violation == set() with input as _pod({"waits": true}, {})

test_job_allowed if rule.violation == set() with input as _pod({}, {"runs": "to-completion"})

test_test_pod_allowed if rule.violation == set() with input as _pod({}, {"test": true})

test_managed_pod_allowed if rule.violation == set() with input as _pod({}, {"managed": "tekton"})

test_own_rules_allowed if rule.violation == set() with input as _pod({"restart_policy_rules": [{"action": "Restart", "operator": "In", "values": [42], "path": []}]}, {})

test_own_policy_allowed if {
	every policy in ["Never", "OnFailure"] {
		rule.violation == set() with input as _pod({"restart_policy": policy}, {})
	}
}

test_own_policy_always_denied if count(rule.violation) == 1 with input as _pod({"restart_policy": "Always"}, {})

test_own_policy_before_they_came_denied if {
	before := object.union(_pod({"restart_policy": "Never"}, {}), {"target": {"kubernetes": "1.33", "minor": 33}})
	count(rule.violation) == 1 with input as before
}
