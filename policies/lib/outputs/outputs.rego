# METADATA
# title: What containers do to files
# description: |
#   Questions about the entries of `input.pod.outputs`, the writer's end of a hand-over of files, and of their `readers` and `writers`.
package podlint.lib.outputs

# METADATA
# description: |
#   The change is tried for sure, and nobody tolerates that it fails. What an image does by default it may leave when it cannot. A directory
#   that is a mount, or stands above one, is there already.
must_succeed(change) if {
	change.ignorable == false
	change.exact == true
	change.origin != "image"
	change.phase != "probe"
	input.pod.who[change.container].class != "ephemeral"
	not _there(change)
}

_there(change) if {
	change.op == "create"
	change.in == "."
}

_there(change) if {
	change.op == "create"
	change.dir == true
	change.holds_mount == true
}

# METADATA
# description: |
#   Contents are put into one file while the container runs: by its command line or its configuration, not by a variable, which may as well name
#   what is read. To empty, move or rotate a file is not that.
fills(change) if {
	change.op in {"write", "append"}
	change.phase == "run"
	change.dir == false
	change.glob == false
	change.exact == true
	not change.origin in {"image", "env"}
	not change.tool in {"truncate", "mv", "logrotate"}
	not regex.match(`^\s*(:|true)?\s*>`, change.text)
	input.pod.who[change.container].role != "log-rotate"
}

# METADATA
# description: The others that have use for the file, in start order; the container itself is none of them.
others(change) := [reader.container | some reader in change.readers; reader.self == false]

# METADATA
# description: A script makes the change and goes on when that fails.
goes_on(change) if {
	change.origin == "script"
	some command in commands(change.container)
	command.path == change.path
	command.name == change.tool
	command.passed == true
}

# METADATA
# description: The commands of a container's script or command line.
commands(name) := [command |
	some container in input.pod.containers
	container.name == name
	some command in container.commands
]

# METADATA
# description: The file is the directory or lies below it.
under(file, dir) if file == dir

under(file, dir) if {
	startswith(file, trim_suffix(dir, "/")) # most are elsewhere, which is told without making a text
	startswith(file, sprintf("%s/", [trim_suffix(dir, "/")]))
}

# METADATA
# description: The file is one of the directories or lies below one.
under_any(file, dirs) if {
	some dir in dirs
	under(file, dir)
}

# METADATA
# description: One path is the other, or lies below it.
overlap(a, b) if under(a, b)

overlap(a, b) if under(b, a)

# METADATA
# description: How much of the files that a container reads and writes is in sight, as a gap of an argument from absence.
sight(name) := {
	"who": name,
	"seen": input.pod.who[name].seen.files,
	"reason": sprintf("not all files that %q uses are in sight", [name]),
}
