package podlint.rules.lifecycle.long_running_init_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.long_running_init as rule

_pod(overrides) := testing.pod({
	"containers": [
		testing.container("wait", object.union({"class": "init", "lifetime": "endless"}, overrides)),
		testing.container("app", {"lifetime": "endless"}),
	],
	"who": {"wait": {"ends": testing.ends("sleep infinity")}},
})

test_endless_init_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "init container \"wait\" never ends (sleep infinity), so no other container starts"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "wait"
	v.certainty.lower == 0
}

test_guess_is_lowered_denied if {
	guess := {"who": {"wait": {"ends": {"certainty": "guessed", "origin": "image", "text": "git-sync by default"}}}}
	some v in rule.violation with input as testing.pod(object.union(
		{"containers": [testing.container("wait", {"class": "init", "lifetime": "endless"})]},
		guess,
	))
	v.certainty.lower == 1
}

test_init_that_ends_allowed if rule.violation == set() with input as _pod({"lifetime": "finite"})

test_init_of_unknown_lifetime_allowed if rule.violation == set() with input as _pod({"lifetime": "unknown"})

test_native_sidecar_allowed if rule.violation == set() with input as _pod({"class": "sidecar"})
