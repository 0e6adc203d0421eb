# METADATA
# title: Checkout is published where nobody looks
# description: |
#   ## What
#   git-sync keeps its checkouts below a root directory and publishes the current one by a link in it. Either the root lies on no volume, or
#   a web server hands out, or a program reads, another place of the volume than the link.
#
#   ## Why it hurts
#   Without a volume nobody sees the checkout. A server that hands out the root shows directories with hashes for names, or answers 403
#   and 404.
#
#   ## When it is fine
#   A server whose configuration is not among the manifests may follow the link, and a third program of which nothing is known may put there what
#   is served: it is a doubt then. podlint is silent about servers that it does not know.
#
#   ## How to fix
#   Serve the link, which lies below the root and is named by `--link` (the repository's name without it):
#   ```yaml
#   containers:
#     - name: sync
#       image: registry.k8s.io/git-sync/git-sync:v4.2.3
#       args: ["--repo=https://git.example/site", "--root=/git", "--link=current"]
#       volumeMounts:
#         - {name: site, mountPath: /git}
#     - name: web
#       image: example.org/web:1.0.0
#       args: ["--root=/site/current"]
#       volumeMounts:
#         - {name: site, mountPath: /site, readOnly: true}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/git-sync
#     description: The root and the link of git-sync
#   - ref: https://github.com/kubernetes/git-sync/issues/43
#     description: Root and destination confused
#   - ref: https://github.com/kubernetes/git-sync/issues/325
#     description: Where the checkout is to be found
# custom:
#   severity: error
#   confidence: strong
#   fix: Point the reader at the link, or the root at the shared volume.
package podlint.rules.coupling.content_sync_root_mismatch

import data.podlint.lib.certainty
import data.podlint.lib.checkouts
import data.podlint.lib.options
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q serves %s, but %q publishes its checkout at %s", [reader, served.file, name, _wanted(served, link)]),
	"path": served.at,
	"container": reader,
	"certainty": certainty.of([served, root, _known(name)], certainty.absent(array.concat(_others(served, name), _settings(served)))),
} if {
	some name, sync in input.pod.who
	sync.role == "content-sync"
	checkouts.git_sync(sync)
	root := checkouts.root(name)
	root.volume != ""
	link := checkouts.link(name, root)
	link["in"] != "" # the checkout fills the volume
	some reader, _ in input.pod.who
	reader != name
	all := _served(reader, root.volume)
	served := all[0]
	every other in all { not outputs.under(other["in"], link["in"]) }
	not _filled_by_another(served, name)
}

violation contains {
	"msg": sprintf("container %q checks out below %s, which is on no volume; its neighbours look into volume %q", [name, root.file, meeting]),
	"path": root.path,
	"container": name,
	"certainty": certainty.of([root, _known(name)], []),
} if {
	some name, sync in input.pod.who
	sync.role == "content-sync"
	checkouts.git_sync(sync)
	root := checkouts.root(name)
	root.volume == ""
	startswith(root.file, "/")
	meeting := _meeting(name)
	not _checks_out_at_dest(name, root)
}

violation contains {
	"msg": sprintf("container %q reads %s, but %q publishes its checkout at %s", [read.container, read.file, name, _wanted(read, link)]),
	"path": read.at,
	"container": read.container,
	"certainty": certainty.of([read, root, _known(name)], certainty.absent(_others(read, name))),
} if {
	some name, sync in input.pod.who
	sync.role == "content-sync"
	some read in input.pod.handovers
	read.op in {"read", "watch"}
	read.phase == "run"
	read.pattern == false
	read.ignorable == false
	read.kind == "emptyDir"
	read.container != name
	checkouts.git_sync(sync)
	root := checkouts.root(name)
	root.volume == read.volume
	link := checkouts.link(name, root)
	_beside(read, root, link)
	not _filled_by_another(read, name)
}

# What lies in the root beside the link: another name than its own, and none of git-sync's hidden ones.
_beside(read, root, link) if {
	rest := _within(read["in"], root["in"])
	not startswith(rest, ".")
	not outputs.overlap(read["in"], link["in"])
}

_within(path, dir) := path if {
	dir == "."
	path != "."
} else := trim_prefix(path, sprintf("%s/", [dir])) if {
	path != dir
	outputs.under(path, dir)
}

_served(reader, volume) := [read |
	some read in input.pod.handovers
	read.container == reader
	read.op == "serve"
	read.volume == volume
]

# Where the link is, as the reader sees it; where its mount does not hold it, as the one who makes it does.
_wanted(served, link) := concat("/", [trim_suffix(served.mount, "/"), checkouts.join(trim_prefix(link["in"], served.sub_path), "")]) if {
	_holds(served.sub_path, link["in"])
} else := link.file

_holds(part, _) if part == ""

_holds(part, inside) if outputs.under(inside, part)

# A third container is seen to write what is served.
_filled_by_another(served, name) if {
	some w in served.writes
	not w.container in {name, served.container}
	w.op in {"write", "append"}
	w.meets in {"same", "overlap"}
}

_others(served, name) := [{"who": m.container, "seen": "some", "reason": sprintf("%q may write what is served", [m.container])} |
	some m in served.mounts
	not m.container in {name, served.container}
	m.writable == true
	m.seen != "all"
]

# What an image serves by default its settings may change.
_settings(served) := [{"who": served.container, "seen": "some", "reason": sprintf("the settings of %q are out of sight", [served.container])} |
	served.origin == "image"
	input.pod.who[served.container].config_hidden == true
]

# A writable emptyDir that it shares with a container that runs.
_meeting(name) := [volume.name |
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	some mount in volume.mounted_by
	mount.container == name
	mount.read_only == false
	mount.mount_path != "/tmp"
	count([1 | some other in volume.mounted_by; other.container != name; other.class in {"regular", "sidecar"}]) > 0
][0]

# A first-generation git-sync, as which many forks stayed, knows no root and checks out at --dest itself. Later ones take the name of a link below
# the root there, never a whole path.
_checks_out_at_dest(name, root) if {
	root.origin == "image"
	some container in input.pod.containers
	container.name == name
	dest := options.value(container, ["dest"], ["GIT_SYNC_DEST"])
	startswith(dest, "/")
	some mount in container.mounts
	outputs.under(dest, mount.mount_path)
}

_known(name) := {
	"certainty": input.pod.who[name].known_certainty,
	"reason": sprintf("%q is git-sync by the name of its image", [name]),
}
