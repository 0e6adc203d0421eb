# METADATA
# title: podlint
# description: The entry point; collects the violations of all rules.
# entrypoint: true
package podlint

# METADATA
# description: |
#   Every violation of every rule that its evidence bears, with the rule's category and folder name. Doubts are left out: conftest fails on
#   what stands here.
violation contains match if {
	some match in _matches
	not _doubtful(match)
}

# METADATA
# description: Every conclusion whose evidence does not bear a violation, of the same shape.
doubt contains match if {
	some match in _matches
	_doubtful(match)
}

_matches contains object.union(match, {"rule": rule, "category": category}) if {
	some category, rule
	some match in data.podlint.rules[category][rule].violation
}

_doubtful(match) if match.certainty.doubt
