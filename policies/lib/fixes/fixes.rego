# METADATA
# title: Ways out
# description: |
#   Builds the `fix` of a violation from the paths that a rule has. Each takes a title, which is one sentence.
package podlint.lib.fixes

# METADATA
# description: Puts a value at a path. What is missing of the path is made.
set(title, path, value) := {"title": title, "safe": true, "changes": [{"op": "set", "path": path, "value": value}]}

# METADATA
# description: |
#   Puts one text in the place of another one, where the evidence of a command stands: in a script, or in the list whose items are its words.
word(title, path, find, text) := {
	"title": title,
	"safe": true,
	"changes": [{"op": "set", "path": _command(path), "find": find, "text": text}],
}

_command(path) := array.slice(path, 0, count(path) - 1) if {
	is_number(path[count(path) - 1])
	not is_number(path[count(path) - 2])
}

# A line of a script in a list.
_command(path) := array.slice(path, 0, count(path) - 2) if {
	is_number(path[count(path) - 1])
	is_number(path[count(path) - 2])
}

_command(path) := path if not is_number(path[count(path) - 1])

# METADATA
# description: Takes out what stands at a path.
remove(title, path) := {"title": title, "safe": true, "changes": [{"op": "remove", "path": path}]}

# METADATA
# description: The same fix as one that may change what the pod does, or that a person should look at.
unsafe(fix) := object.union(fix, {"safe": false})
