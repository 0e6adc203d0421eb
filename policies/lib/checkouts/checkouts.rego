# METADATA
# title: Checkouts of git-sync
# description: Where git-sync keeps its checkouts, and the link by which it publishes the current one.
package podlint.lib.checkouts

import data.podlint.lib.options
import data.podlint.lib.outputs

# METADATA
# description: The entry of `who` is a git-sync of the second generation or later that runs its own program.
git_sync(sync) if {
	startswith(sync.known, "git-sync")
	sync.own_program == true
}

# METADATA
# description: The directory below which it keeps its checkouts, an entry of `outputs`.
root(name) := [out |
	some out in input.pod.outputs
	out.container == name
	out.op == "write"
	out.dir == true
	out.exact == true
][0]

# METADATA
# description: |
#   The link to the current checkout: as it sees it itself (`file`), and in the volume (`in`). It lies below the root, and is named like the
#   repository where no option names it; undefined when the name is not known.
link(name, root) := {"file": sprintf("%s/%s", [trim_suffix(root.file, "/"), text]), "in": join(root["in"], text)} if {
	text := _name(name)
	not startswith(text, "/")
} else := {"file": text, "in": join(_part(name, root.mount), trim_prefix(text, root.mount))} if {
	text := _name(name)
	outputs.under(text, root.mount)
}

_name(name) := text if {
	some container in input.pod.containers
	container.name == name
	text := trim_prefix(trim_suffix(_said(container), "/"), "./")
	not regex.match(`[{}$<>%\x{FFFD}]`, text)
	not text in {"", "."}
}

_said(container) := options.value(container, ["link", "dest"], ["GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"])

_said(container) := trim_suffix(regex.replace(trim_right(repository, "/"), `^.*/`, ""), ".git") if {
	not options.value(container, ["link", "dest"], ["GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"])
	not _out_of_sight(container)
	repository := options.value(container, ["repo"], ["GITSYNC_REPO", "GIT_SYNC_REPO"])
}

_out_of_sight(container) if container.env_unresolved

_out_of_sight(container) if {
	some variable in container.env
	variable.name in {"GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"}
	variable.known == false
}

_part(name, at) := [object.get(mount, "sub_path", "") |
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	mount.mount_path == at
][0]

# METADATA
# description: A path in a volume of two parts, without empty elements and dots.
join(dir, rest) := concat("/", [part | some part in array.concat(split(dir, "/"), split(rest, "/")); not part in {"", "."}])
