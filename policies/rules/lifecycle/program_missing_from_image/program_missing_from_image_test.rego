package podlint.rules.lifecycle.program_missing_from_image_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.program_missing_from_image as rule

_script := ["spec", "initContainers", 0, "command", 2]

_use(overrides) := testing.program_use("curl", object.union({"phase": "init", "path": _script}, overrides))

_pod(programs, who) := testing.pod({
	"containers": [testing.init("render", {"programs": programs, "path": ["spec", "initContainers", 0]})],
	"who": {"render": object.union({"known": "busybox", "known_certainty": "known", "known_by": "vendor"}, who)},
})

_one(programs) := v if {
	found := rule.violation with input as _pod(programs, {})
	count(found) == 1
	some v in found
}

test_program_denied if {
	_one([_use({})]) == {
		"msg": "container \"render\" starts curl, which its image (busybox) does not hold: the step fails",
		"path": _script,
		"container": "render",
		"severity": "error",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}
}

test_command_itself_denied if {
	v := _one([_use({"phase": "run", "path": ["spec", "initContainers", 0, "command", 0]})])
	endswith(v.msg, "it cannot start")
}

test_wait_denied if {
	v := _one([_use({"waits": true, "condition": true})])
	endswith(v.msg, "it waits for ever")
	v.severity == "error"
}

test_lighter_where_the_failure_is_expected if {
	_one([_use({"ignorable": true})]).severity == "warning"
	_one([_use({"condition": true})]).severity == "warning"
}

test_lighter_where_the_script_goes_on if {
	v := _one([_use({"passed": true})])
	v.severity == "warning"
	endswith(v.msg, "the script goes on without it")
}

test_one_report_for_a_program if count(_one([_use({}), _use({"path": ["x"]})])) > 0

test_missing_shell_is_reported_alone if {
	v := _one([_use({}), _use({"name": "sh", "path": ["spec", "initContainers", 0, "command", 0]})])
	contains(v.msg, "starts sh")
}

test_two_programs_denied if {
	count(rule.violation) == 2 with input as _pod([_use({}), _use({"name": "jq"})], {})
}

test_unverified_is_lowered_denied if {
	some v in rule.violation with input as _pod([_use({"certainty": "guessed"})], {})
	v.certainty.lower == 1
}

test_other_owner_is_a_doubt_denied if {
	some v in rule.violation with input as _pod([_use({"certainty": "guessed"})], {"known_by": "name"})
	v.certainty.doubt
}

test_other_uses_allowed if {
	every other in [{"held": "unknown"}, {"phase": "hook"}, {"phase": "probe"}, {"fallback": true}] {
		rule.violation == set() with input as _pod([_use(other)], {})
	}
}

test_a_use_that_is_spared_hides_none if {
	count(rule.violation) == 1 with input as _pod([_use({"fallback": true}), _use({"path": ["x"]})], {})
	count(rule.violation) == 1 with input as _pod([_use({"phase": "hook"}), _use({"path": ["x"]})], {})
	count(rule.violation) == 1 with input as _pod([_use({"held": "unknown"}), _use({"path": ["x"]})], {})
}
