# METADATA
# title: Volume over an image's links to stdout
# description: |
#   ## What
#   The image keeps its log files as links to stdout and stderr, a volume is mounted over their directory, and no other container
#   reads that volume.
#
#   ## Why it hurts
#   An empty volume has no links: the program now creates real files in it. `kubectl logs` falls silent, the node's log agent
#   collects nothing, and the files grow. It often comes with `readOnlyRootFilesystem`, when every directory that is written to gets an emptyDir. An empty volume above the
#   directory hides the directory, too: nginx then cannot open its logs and ends at once.
#
#   ## When it is fine
#   A neighbour may stream or ship the files, settings may send the log elsewhere, and an init container may link the files anew: podlint
#   is silent then. It is a doubt where a container of which not all is known mounts the volume.
#
#   ## How to fix
#   Leave the directory alone, or log to stdout by name.
#
#   ```nginx
#   access_log /dev/stdout;
#   error_log /dev/stderr;
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/ingress-nginx/issues/3583
#     description: A volume over /var/log/nginx silences the controller
#   - ref: https://github.com/helm/charts/issues/10109
#     description: Log files of an image that are links to stdout
# custom:
#   severity: warning
#   confidence: strong
#   fix: Do not mount a volume over the image's log directory, or set the log's target to /dev/stdout.
package podlint.rules.logging.stdout_symlink_shadowed

import data.podlint.lib.certainty
import data.podlint.lib.logs
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf(_text(links), [links.volume, links.mount_path, links.file, links.container]),
	"path": links.path,
	"container": links.container,
	"severity": _severity(links),
	"certainty": certainty.of([links], certainty.absent(_gaps(links))),
} if {
	some links in input.pod.logs
	links.dir == true
	links.covered == true
	links.mount_path != "/" # all of the image would be gone
	not links.kind in {"configMap", "secret", "projected", "downwardAPI", "unknown"}
	input.pod.who[links.container].class in {"regular", "sidecar"}
	not links.read_by
	not logs.shipped(links)
	not _told_elsewhere(links)
	not _linked_again(links)
}

# Settings send the log to stdout by name, or to a file of another directory.
_told_elsewhere(links) if {
	some log in input.pod.logs
	log.container == links.container
	log.origin != "image"
	log.purpose != "error"
	not _below(log, links.file)
}

_below(log, dir) if {
	log.sink == "file"
	startswith(log.file, sprintf("%s/", [dir]))
}

# Somebody puts links, or copies of them, into the volume.
_linked_again(links) if {
	some w in input.pod.outputs
	w.volume == links.volume
	_in(w["in"], links["in"])
	w.tool in {"ln", "cp", "mv", "tar", "rsync"}
	w.op in {"write", "create"}
}

_in(_, dir) if dir == "."

_in(file, dir) if outputs.overlap(file, dir)

_gaps(links) := array.concat(
	array.concat(_hidden(links), logs.unseen_readers(links)),
	[{"who": m.container, "seen": "some", "reason": sprintf("%q mounts the volume before, and may put links there", [m.container])} |
		some m in links.mounts
		input.pod.who[m.container].class == "init"
		m.seen != "all"
	],
)

_hidden(links) := [{"who": links.container, "seen": "told", "reason": "settings that may send the log elsewhere are out of sight"} |
	input.pod.who[links.container].config_hidden == true
]

_text(links) := "volume %q at %s covers %s, and starts empty: %q cannot open its logs there and ends" if {
	_gone(links)
} else := "volume %q covers%.0s the links to stdout in %s: kubectl logs of %q falls silent" if {
	links.mount_path == links.file
} else := "volume %q at %s covers the links to stdout in %s: kubectl logs of %q falls silent"

# The directory itself is not there either. Other programs make theirs anew.
_gone(links) if {
	"nginx" in input.pod.who[links.container].processes
	links.kind == "emptyDir"
	links.mount_path != links.file
}

# An agent of the node may read a directory of the node.
_severity(links) := "info" if {
	links.kind == "hostPath"
} else := "warning"
