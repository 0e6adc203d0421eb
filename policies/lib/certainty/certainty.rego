# METADATA
# title: How far the evidence bears a conclusion
# description: |
#   Every fact of the model has a `certainty`: `stated` (the manifest says it), `shown` (what the program is given says it), `known` (verified
#   knowledge of its image) or `guessed` (a name, a custom, unverified knowledge). A conclusion is as certain as the weakest fact that it
#   rests on, and a conclusion from absence as certain as the sight of those who could be the exception.
#
#       import data.podlint.lib.certainty
#
#       violation contains {
#           "msg": sprintf("container %q waits for %q, which nobody writes", [read.container, read.file]),
#           "path": read.path, "container": read.container,
#           "certainty": certainty.of([read], certainty.absent(files.unseen_writers(read))),
#       } if {...}
package podlint.lib.certainty

# METADATA
# description: |
#   What the evidence takes away from the severity of a rule, as a violation hands it on under `certainty`: `lower` steps, a `doubt`, the
#   `confidence` and the `reason` in words. `facts` is everything that the conclusion rests on: objects with `certainty`, and with `text` or
#   `reason` for the words. `gaps` lists who could be the exception and is not seen entirely: objects with `who`, `seen` (`told`: all
#   that it is told is in sight, its defaults are not; `some`: not even that) and, where there are better words, `reason`.
#
#   A guessed fact or a `told` gap is one weakness and lowers by one step. Two of them, or one `some` gap, make a doubt.
of(facts, gaps) := _firm(facts) if {
	count(gaps) == 0
	every fact in facts { sure(fact) }
} else := {
	"lower": count(weaknesses),
	"doubt": _doubt(unseen, weaknesses),
	"confidence": "heuristic",
	"reason": concat("; ", array.slice(weaknesses, 0, 2)),
} if {
	unseen := [_gap(gap) | some gap in gaps; not gap.seen == "told"]
	guesses := [_guess(fact) | some fact in facts; not sure(fact)]
	told := [_gap(gap) | some gap in gaps; gap.seen == "told"]
	weaknesses := array.concat(array.concat(unseen, guesses), told)
}

# METADATA
# description: |
#   The gaps of an argument from absence, as `of` takes them: a rule that concludes from what other containers do not do says with it who of them is
#   not seen entirely. Those that are (`"seen": "all"`) are left out. What a template makes of the cluster's answer (Helm's `lookup`) nobody sees who
#   renders it elsewhere: where the pod's does so, that is one gap more.
absent(gaps) := array.concat([gap | some gap in gaps; not gap.seen == "all"], _of_the_cluster)

_of_the_cluster := [{"who": "", "seen": "some", "reason": "its template asks the cluster (lookup), which may give what is not here"}] if {
	input.pod.asks_cluster == true
} else := []

# METADATA
# description: The fact does not rest on a guess.
sure(fact) if fact.certainty in {"stated", "shown", "known"}

# METADATA
# description: The certainty of the least certain of the facts; `stated` when there is none.
weakest(facts) := [rung | some rung in ["guessed", "known", "shown", "stated"]; rung in _rungs(facts)][0]

_rungs(facts) := {"stated"} | {object.get(fact, "certainty", "guessed") | some fact in facts}

_firm(facts) := {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""} if {
	every fact in facts { fact.certainty == "stated" }
} else := {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""}

_doubt(unseen, _) if count(unseen) > 0

_doubt(unseen, weaknesses) := count(weaknesses) > 1 if count(unseen) == 0

_gap(gap) := gap.reason

_gap(gap) := sprintf("not everything that %q does is in sight", [gap.who]) if not gap.reason

_guess(fact) := sprintf("rests on a guess: %s", [words]) if {
	words := object.get(fact, "reason", object.get(fact, "text", ""))
	words != ""
} else := "rests on a guess"
