package podlint_test

import data.podlint

_rules := {"logging": {
	"a_b": {"violation": {
		{"msg": "sure", "path": []},
		{"msg": "weaker", "path": [], "certainty": {"lower": 1, "doubt": false, "confidence": "heuristic", "reason": "rests on a guess"}},
		{"msg": "doubtful", "path": [], "certainty": {"lower": 0, "doubt": true, "confidence": "heuristic", "reason": "rests on two guesses"}},
	}},
	"silent": {"violation": set()},
}}

test_violation_leaves_doubts_out if {
	found := podlint.violation with data.podlint.rules as _rules
	{[m.category, m.rule, m.msg] | some m in found} == {["logging", "a_b", "sure"], ["logging", "a_b", "weaker"]}
}

test_doubt_lists_them if {
	found := podlint.doubt with data.podlint.rules as _rules
	{[m.category, m.rule, m.msg] | some m in found} == {["logging", "a_b", "doubtful"]}
}
