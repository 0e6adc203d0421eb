package podlint.lib.certainty_test

import data.podlint.lib.certainty

_fact(rung) := {"certainty": rung, "text": sprintf("--%s", [rung])}

_told := {"who": "web", "seen": "told"}

_some := {"who": "app", "seen": "some", "reason": "not all ports that \"app\" serves are in sight"}

_nothing_taken(confidence) := {"lower": 0, "doubt": false, "confidence": confidence, "reason": ""}

test_stated_facts_are_certain if {
	certainty.of([_fact("stated"), _fact("stated")], []) == _nothing_taken("certain")
	certainty.of([], []) == _nothing_taken("certain")
}

test_one_shown_or_known_fact_makes_it_strong if {
	certainty.of([_fact("stated"), _fact("shown")], []) == _nothing_taken("strong")
	certainty.of([_fact("known"), _fact("stated"), _fact("shown")], []) == _nothing_taken("strong")
}

test_one_guess_lowers_by_a_step if {
	certainty.of([_fact("stated"), _fact("guessed")], []) == {
		"lower": 1, "doubt": false, "confidence": "heuristic",
		"reason": "rests on a guess: --guessed",
	}
}

test_one_told_gap_lowers_by_a_step if {
	certainty.of([_fact("stated")], [_told]) == {
		"lower": 1, "doubt": false, "confidence": "heuristic",
		"reason": "not everything that \"web\" does is in sight",
	}
}

test_two_guesses_make_a_doubt if {
	certainty.of([_fact("guessed"), {"certainty": "guessed", "reason": "the image is called redis"}], []) == {
		"lower": 2, "doubt": true, "confidence": "heuristic",
		"reason": "rests on a guess: --guessed; rests on a guess: the image is called redis",
	}
}

test_a_guess_and_a_told_gap_make_a_doubt if {
	certainty.of([_fact("guessed")], [_told]) == {
		"lower": 2, "doubt": true, "confidence": "heuristic",
		"reason": "rests on a guess: --guessed; not everything that \"web\" does is in sight",
	}
}

test_two_told_gaps_make_a_doubt if certainty.of([_fact("stated")], [_told, _told]).doubt

test_one_unseen_makes_a_doubt if {
	certainty.of([_fact("stated")], [_some]) == {
		"lower": 1, "doubt": true, "confidence": "heuristic",
		"reason": "not all ports that \"app\" serves are in sight",
	}
}

test_the_weakest_link_is_named_first if {
	found := certainty.of([_fact("guessed")], [_told, _some])
	found.reason == "not all ports that \"app\" serves are in sight; rests on a guess: --guessed"
	found.lower == 3
}

test_what_says_nothing_of_its_certainty_is_a_guess if {
	certainty.of([{"text": "x"}], []).reason == "rests on a guess: x"
	certainty.of([{}], []).reason == "rests on a guess"
	certainty.of([{"certainty": "guessed", "text": ""}], []).reason == "rests on a guess"
	certainty.of([{"certainty": "sure", "text": "x"}], []).lower == 1
	certainty.of([_fact("stated")], [{"who": "web"}]).doubt
}

test_facts_and_gaps_may_be_sets if {
	certainty.of({_fact("stated"), _fact("shown")}, set()) == _nothing_taken("strong")
	certainty.of({_fact("stated")}, {_some}).doubt
}

test_absent_keeps_who_is_not_seen if {
	certainty.absent([_told, {"who": "x", "seen": "all"}, _some]) == [_told, _some]
	certainty.absent({_told}) == [_told]
	certainty.absent(set()) == []
	certainty.absent([_told]) == [_told] with input.pod.asks_cluster as false
}

test_absent_adds_what_a_template_asks_the_cluster if {
	found := certainty.of([_fact("stated")], certainty.absent([])) with input.pod.asks_cluster as true
	found == {
		"lower": 1, "doubt": true, "confidence": "heuristic",
		"reason": "its template asks the cluster (lookup), which may give what is not here",
	}
	count(certainty.absent([_told])) == 2 with input.pod.asks_cluster as true
}

test_sure if {
	every rung in ["stated", "shown", "known"] { certainty.sure(_fact(rung)) }
	not certainty.sure(_fact("guessed"))
	not certainty.sure({})
}

test_weakest if {
	certainty.weakest([]) == "stated"
	certainty.weakest([_fact("stated"), _fact("shown")]) == "shown"
	certainty.weakest([_fact("shown"), _fact("known")]) == "known"
	certainty.weakest([_fact("known"), _fact("guessed"), _fact("stated")]) == "guessed"
	certainty.weakest([{}]) == "guessed"
}
