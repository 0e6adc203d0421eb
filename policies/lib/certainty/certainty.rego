# METADATA
# title: The ladder of certainty
# description: stand-in until the engine's own arrives
package podlint.lib.certainty

# METADATA
# description: What the evidence takes away.
of(facts, gaps) := {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""} if {
	count(gaps) == 0
	every fact in facts { fact.certainty != "guessed" }
} else := {"lower": 1, "doubt": false, "confidence": "heuristic", "reason": "rests on a guess"} if {
	count([1 | some fact in facts; fact.certainty == "guessed"]) + count(gaps) < 2
	every gap in gaps { gap.seen != "some" }
} else := {"lower": 0, "doubt": true, "confidence": "heuristic", "reason": "in doubt"}

# METADATA
# description: An argument from absence.
absent(gaps) := gaps
