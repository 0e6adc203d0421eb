# METADATA
# title: Settings of a program
# description: What a program is told by flags and variables, over an entry of `input.pod.containers`.
package podlint.lib.options

# METADATA
# description: |
#   The value of the first of the flags (given without dashes) that stands in the command line and has one, else of the first of the variables that
#   has one; undefined when none has.
value(container, flags, variables) := array.concat(_by_flags(container, flags), _by_variables(container, variables))[0]

_by_flags(container, flags) := [text |
	some i, word in container.argv
	some name in flags
	text := _after(container.argv, i, word, name)
	text != ""
]

_after(argv, i, word, name) := text if {
	startswith(word, "-")
	[flag, text] := _parts(word)
	flag == name
} else := argv[i + 1] if {
	trim_left(word, "-") == name
	startswith(word, "-")
	not startswith(argv[i + 1], "-")
}

_parts(word) := [trim_left(substring(word, 0, at), "-"), substring(word, at + 1, -1)] if {
	at := indexof(word, "=")
	at > 0
}

_by_variables(container, variables) := [text |
	some name in variables
	some variable in container.env
	variable.name == name
	text := object.get(variable, "value", "")
	text != ""
]
