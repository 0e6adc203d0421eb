# METADATA
# title: Selectors that select nothing
# description: |
#   Words and doubts about entries of `related.near_selectors`: selectors that miss what they are probably meant for by one label.
package podlint.lib.selectors

# METADATA
# description: |
#   What makes it doubtful that the selector is meant for what it nearly selects, for `certainty.of`: nothing where the value, or the key,
#   is spelt much like the one that is there, or where both bear the same name.
doubts(near) := [] if {
	near.spelt_like == true
} else := [] if {
	near.name == near.target
	near.fits > 0
} else := [{"certainty": "guessed", "reason": "what it is meant for may be made elsewhere"}]

# METADATA
# description: |
#   It may well be meant for it: more than a guess at the only label that it asks for, and no label whose value changes while the pod
#   lives or from one rollout to the next.
meant(near) if {
	near.fits > 0
	not _changes(near)
}

meant(near) if {
	near.spelt_like == true
	not _changes(near)
}

# Labels of who leads, and of what is rolled out.
_changes(near) if {
	name := lower(regex.replace(near.key, `^.*/`, ""))
	some word in _changing
	contains(name, word)
}

_changing := {"role", "leader", "master", "primary", "active", "version", "track", "slot", "color", "colour", "canary", "revision", "hash", "shard"}

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
