package podlint.rules.lifecycle.prestop_binary_missing_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.prestop_binary_missing as rule

_at(i) := ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command", i]

_use(overrides) := testing.program_use("sh", object.union({"phase": "hook", "path": _at(0)}, overrides))

_pod(c, who) := testing.pod({
	"containers": [testing.container("proxy", object.union(
		{
			"hooks": [testing.hook("pre-stop", ["sh", "-c", "sleep 5"], {})],
			"programs": [_use({}), _use({"name": "sleep", "path": _at(2)})],
		},
		c,
	))],
	"who": {"proxy": object.union({"known": "proxy", "known_certainty": "known", "known_by": "vendor"}, who)},
})

test_shell_denied if {
	rule.violation == {{
		"msg": "preStop of \"proxy\" starts sh, which the image (proxy) does not hold: the hook fails and is skipped",
		"path": _at(0),
		"container": "proxy",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as _pod({}, {})
}

test_program_of_a_script_denied if {
	some v in rule.violation with input as _pod({"programs": [_use({"held": "unknown"}), _use({"name": "curl", "path": _at(2)})]}, {})
	contains(v.msg, "starts curl")
	v.path == _at(2)
}

test_probe_denied if {
	probe := testing.probe("liveness", 0, {"command": ["/bin/grep", "x"], "path": ["x"]})
	some v in rule.violation with input as _pod({"hooks": [], "probes": [probe], "programs": [_use({"name": "grep", "phase": "probe", "path": ["x", 0]})]}, {})
	contains(v.msg, "livenessProbe of \"proxy\" starts grep")
	contains(v.msg, "the container is killed")
}

test_unverified_is_lowered_denied if {
	some v in rule.violation with input as _pod({}, {"known_certainty": "guessed"})
	v.certainty.lower == 1
}

test_other_owner_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({}, {"known_certainty": "guessed", "known_by": "name"})
	v.certainty.doubt
}

test_other_uses_allowed if {
	every other in [{"held": "unknown"}, {"phase": "run"}, {"ignorable": true}, {"fallback": true}, {"path": ["spec"]}] {
		rule.violation == set() with input as _pod({"programs": [_use(other)]}, {})
	}
}
