package podlint.rules.injection.injected_drain_exceeds_grace_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_drain_exceeds_grace as rule

_pod(drain, overrides) := testing.pod(object.union(
	{
		"grace_period_seconds": 30,
		"containers": [testing.container("app", {}), testing.injected("istio-proxy", {"drains": [testing.drain(60, drain)]})],
		"who": {"istio-proxy": {"known_certainty": "known"}},
	},
	overrides,
))

test_drain_longer_than_the_grace_period_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "\"istio-proxy\" drains for 60s (terminationDrainDuration), but the grace period is 30s: it is killed in the middle of it"
	v.path == ["metadata", "annotations", "proxy.istio.io/config", 0]
	v.certainty.lower == 0
	not v.severity
}

test_drain_as_long_as_the_grace_period_allowed if rule.violation == set() with input as _pod({"seconds": 30}, {})

test_hook_as_long_as_the_grace_period_denied if {
	some v in rule.violation with input as _pod({"seconds": 30, "how": "hook", "setting": "a.io/b-seconds"}, {})
	v.msg == "\"istio-proxy\" sleeps before it stops for 30s (b-seconds), but the grace period is 30s: it is killed with no time to stop"
}

test_shorter_hook_allowed if rule.violation == set() with input as _pod({"seconds": 29, "how": "hook"}, {})

test_limit_is_advice_denied if {
	some v in rule.violation with input as _pod({"how": "limit"}, {})
	v.severity == "info"
	contains(v.msg, "may drain for 60s")
	endswith(v.msg, "it is killed before that")
}

test_unverified_knowledge_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"who": {"istio-proxy": {"known_certainty": "guessed"}}})
	v.certainty.lower == 1
}

test_kill_at_once_allowed if rule.violation == set() with input as _pod({}, {"grace_period_seconds": 0})

test_longer_grace_period_allowed if rule.violation == set() with input as _pod({}, {"grace_period_seconds": 61})

test_pod_that_completes_allowed if rule.violation == set() with input as _pod({}, {"runs": "to-completion"})
