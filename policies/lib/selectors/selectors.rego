# METADATA
# title: Selectors that select nothing
# description: |
#   Words and doubts about entries of `related.near_selectors`: selectors that miss what they are probably meant for by one label.
package podlint.lib.selectors

# METADATA
# description: |
#   What makes it doubtful that the selector is meant for what it nearly selects, for `certainty.of`: nothing where the value, or the key,
#   is spelt much like the one that is there, or where both bear the same name. Files of a folder above or below need not be applied together.
doubts(near) := array.concat(_meaning(near), _place(near))

_meaning(near) := [] if {
	near.spelt_like == true
} else := [] if {
	near.name == near.target
	near.fits > 0
} else := [{"certainty": "guessed", "reason": "what it is meant for may be made elsewhere"}]

_place(near) := [{"certainty": "guessed", "reason": "the two stand in folders above and below one another"}] if {
	near.near == "above-below"
} else := []

# METADATA
# description: |
#   Who may make what the selector is meant for and is not in sight, as gaps of an argument from absence: a controller, or a file of which
#   something could not be read.
unseen(near) := array.concat(_made(near), _unread(near))

_made(near) := [{"who": near.maker, "seen": "some", "reason": sprintf("the controller of %s may make what it is meant for", [near.maker])}] if {
	near.maker != ""
} else := []

_unread(near) := [{"who": near.unread, "seen": "some", "reason": sprintf("%s, where something could not be read, may hold it", [near.unread])}] if {
	near.unread != ""
} else := []

# METADATA
# description: |
#   It may well be meant for it: more than a guess at the only label that it asks for, and no label whose value changes while the pod
#   lives or from one rollout to the next.
meant(near) if {
	near.fits > 0
	near.changes == false
}

meant(near) if {
	near.spelt_like == true
	near.changes == false
}

# METADATA
# description: The one requirement that does not fit, in words.
missed(near) := sprintf("it asks for %s: %s, %s %q has %s", [near.key, near.wanted, _kind(near), near.target, near.has]) if {
	near.wanted != ""
	near.labelled == true
} else := sprintf("it asks for %s: %s, a label that %s %q does not have", [near.key, near.wanted, _kind(near), near.target]) if {
	near.wanted != ""
} else := sprintf("what it asks of %s does not fit %s %q", [near.key, _kind(near), near.target])

_kind(near) := "Service" if {
	near.of == "service"
} else := "workload"
