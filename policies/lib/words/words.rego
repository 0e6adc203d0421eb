# METADATA
# title: Words in names and texts
# description: |
#   A word matches as a word: `--pidlimit` speaks of no `pid`, and `csi-attacher` attaches nothing. Words are runs of letters and digits;
#   `camelCase` is two.
package podlint.lib.words

# METADATA
# description: The words of a text, in lower case.
of(text) := {lower(word) |
	some word in regex.find_n(`[A-Z]*[a-z0-9]+|[A-Z0-9]+`, text, -1)
}

# METADATA
# description: One of the words, given in lower case, stands in the text.
any(text, wanted) if count(of(text) & wanted) > 0

# METADATA
# description: |
#   The text, cut to fit into so many characters: between two words, else within a word behind a sign such as `/` or `=`, else anywhere.
short(text, most) := text if {
	count(text) <= most
} else := sprintf("%s …", [head]) if {
	head := regex.find_all_string_submatch_n(`(?s)^(.{7,}\S)\s`, substring(text, 0, most - 1), 1)[0][1]
} else := sprintf("%s…", [head]) if {
	head := regex.find_n(`(?s)^.{7,}[/=:,@&?]`, substring(text, 0, most - 1), 1)[0]
} else := sprintf("%s…", [substring(text, 0, most - 2)])

# METADATA
# description: |
#   Something stands in the text that is not rendered yet, such as `{{ .Values.x }}`, `$(X)`, `${X}`, `<x>`, `__X__`, `%X%`, or a name in capitals
#   and underscores that stands for all of it, or for the last part of a path.
placeholder(text) if regex.match(`\{\{|\}\}|\$[({]|\$[A-Z_]{2,}|<[^>]*>|__[A-Z]|%[A-Za-z_]+%|@@|\[\[|\x{FFFD}`, text)

placeholder(text) if regex.match(`(^|[/:]_?)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(:|$)|^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$`, text)
