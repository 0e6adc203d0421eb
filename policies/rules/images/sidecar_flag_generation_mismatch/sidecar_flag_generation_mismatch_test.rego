package podlint.rules.images.sidecar_flag_generation_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_flag_generation_mismatch as rule

_found(use) := found if {
	found := rule.violation with input as testing.pod({"containers": [
		testing.container("app", {}),
		testing.container("proxy", {
			"image": {"reference": "example.org/proxy:2.1.0", "repository": "example.org/proxy", "tag": "2.1.0"},
			"old_flags": [object.union(
				{"flag": "-instances", "instead": "", "how": "refused", "certainty": "known", "path": ["x"]},
				use,
			)],
		}),
	]})
}

test_unknown_flag_denied if {
	some v in _found({})
	v.msg == "container \"proxy\" passes -instances, which proxy 2.1.0 does not know"
	v.path == ["x"]
	v.container == "proxy"
	v.severity == "error"
}

test_successor_is_named_denied if {
	some v in _found({"instead": "--port"})
	endswith(v.msg, "does not know: use --port")
}

test_accepted_flag_is_advice_denied if {
	{[v.severity, v.msg] | some v in _found({"how": "accepted"})} == {[
		"info",
		"container \"proxy\" passes -instances, which proxy 2.1.0 still takes under that old name",
	]}
}

test_ignored_flag_is_advice_denied if {
	{[v.severity, v.msg] | some v in _found({"how": "ignored"})} == {[
		"info",
		"container \"proxy\" passes -instances, which proxy 2.1.0 ignores",
	]}
}

test_guess_is_a_step_lower_denied if {
	{v.certainty.lower | some v in _found({"certainty": "guessed"})} == {1}
}

test_only_container_allowed if {
	made := testing.pod({"containers": [testing.container("proxy", {"old_flags": [{"flag": "-x", "how": "refused"}]})]})
	rule.violation == set() with input as made
}
