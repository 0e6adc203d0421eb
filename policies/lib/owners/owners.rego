# METADATA
# title: Whose files are whose
# description: Questions about the users of containers and the files that they leave to each other on a volume.
package podlint.lib.owners

import data.podlint.lib.outputs
import data.podlint.lib.pods

# METADATA
# description: The users of the containers that are known, by container, each with its certainty.
users[container.name] := user if {
	some container in input.pod.containers
	container.class != "ephemeral"
	chosen := container.security.run_as_user
	is_number(chosen.value)
	user := {
		"container": container.name,
		"id": chosen.value,
		"certainty": object.get(chosen, "certainty", "stated"),
		"reason": sprintf("the user of %q", [container.name]),
	}
}

# METADATA
# description: |
#   A change of a file fails for want of rights: one of its `writers` made the file, or the directory in which it lies, as another user.
denied(write, made) if {
	strangers(write.container, made.container)
	_needs_rights(write, made)
	_owns(made, write.volume)
	_comes_after(write, made)
}

# METADATA
# description: |
#   Both users are known, the one who needs the right is not root, and nothing gives the two a group in common.
strangers(name, maker) if {
	name in pods.companions
	users[name].id != 0
	users[name].id != users[maker].id
	not _has_fs_group(name)
	not _same_group(name, maker)
}

_has_fs_group(name) if {
	some container in input.pod.containers
	container.name == name
	container.security.fs_group.value
}

_same_group(a, b) if {
	some container in input.pod.containers
	container.name == a
	some other in input.pod.containers
	other.name == b
	container.security.run_as_group.value == other.security.run_as_group.value
}

# Anybody may add files to the root of an emptyDir.
_needs_rights(write, made) if {
	write.in != "."
	made.dir == false
	made.meets == "same"
}

_needs_rights(write, made) if {
	write.in != "."
	made.dir == true
	outputs.under(write.in, made.in)
}

# The container makes the file and leaves it its own.
_owns(made, volume) if {
	made.glob == false
	made.origin != "image"
	made.phase in {"run", "init"}
	_makes(made)
	not _opens(made.container, volume)
}

_makes(change) if {
	change.op in {"write", "append", "create"}
	not change.tool in {"truncate", "sed"} # which change what is there
}

# It gives its files other modes or owners than its user would.
_opens(name, volume) if {
	some change in input.pod.outputs
	change.container == name
	change.volume == volume
	change.op == "chmod"
}

_opens(name, _) if {
	some command in outputs.commands(name)
	command.name in {"umask", "install", "setfacl", "su", "gosu", "su-exec"}
}

# Of two that make the file, the one that starts first is its maker.
_comes_after(write, _) if not _makes(write)

_comes_after(write, made) if input.pod.who[made.container].order < input.pod.who[write.container].order

# METADATA
# description: |
#   The file cannot be opened where it lies: the mount is read-only, its directory is missing and whoever opens it makes none, or another user
#   made either.
shut_out(change) if change.read_only == true

shut_out(change) if {
	change.dir_missing == true
	_opens_only(change)
}

shut_out(change) if {
	some made in change.writers
	denied(change, made)
}

# Neither a shell, for its redirects, nor tee makes directories; many programs do for their logs, nginx does not.
_opens_only(change) if {
	change.origin == "script"
	change.tool in {"", "tee"}
	regex.match(`>|(^|\W)tee\s`, change.text)
}

_opens_only(change) if {
	change.origin == "image"
	"nginx" in input.pod.who[change.container].processes
}
