# METADATA
# title: podlint
# description: The entry point; collects the violations of all rules.
# entrypoint: true
package podlint

# METADATA
# description: Every violation of every rule, with the rule's category and folder name.
violation contains object.union(match, {"rule": rule, "category": category}) if {
	some category, rule
	some match in data.podlint.rules[category][rule].violation
}
