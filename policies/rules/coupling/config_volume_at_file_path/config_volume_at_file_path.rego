# METADATA
# title: ConfigMap mounted as a directory where a file is meant
# description: |
#   ## What
#   A whole ConfigMap or Secret is mounted at a path that is meant to be a file: the last element of the path is one of its keys, or a
#   program is told to read this very path as a file.
#
#   ## Why it hurts
#   Without `subPath` the path becomes a directory that holds the keys. The program fails with `is a directory`, and where the path was a
#   file of the image, the container does not even start.
#
#   ## When it is fine
#   A directory may have the name of one of its files: podlint is silent where the container looks for a file below the path, and about
#   directories such as `conf.d`.
#
#   ## How to fix
#   Mount the one key:
#   ```yaml
#   volumeMounts:
#     - {name: conf, mountPath: /etc/litestream.yml, subPath: litestream.yml}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
#     description: Using subPath
#   - ref: https://github.com/kubernetes/kubernetes/issues/45000
#     description: A ConfigMap is mounted as a directory
# custom:
#   severity: error
#   confidence: strong
#   fix: Add a subPath with the key, or mount the directory above.
package podlint.rules.coupling.config_volume_at_file_path

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": _message(mount, reasons[0]),
	"path": mount.path,
	"container": mount.container,
	"certainty": certainty.of(array.concat(_chosen(mount), [object.union(mount, {"certainty": reasons[0].certainty, "text": reasons[0].text})]), certainty.absent(reasons[0].gaps)),
	"related": reasons[0].related,
} if {
	some mount in input.pod.lookups
	mount.via == "mount"
	mount.part == ""
	mount.in == "."
	not endswith(mount.file, ".d") # the name of a directory
	reasons := array.concat(_told(mount), _named_alike(mount))
	count(reasons) > 0
	not _looks_below(mount)
}

# Whoever chooses the keys one by one may want a directory of them, where nothing in its name speaks of a file.
_chosen(mount) := [{"certainty": "guessed", "reason": "its keys are chosen one by one, perhaps for a directory of this name"}] if {
	_picked(mount)
	not _like_a_file(mount.file)
} else := []

_picked(mount) if {
	some volume in input.pod.volumes
	volume.name == mount.volume
	some source in volume.sources
	source.items
}

# A program is told to read the path itself.
_told(mount) := [{"file": "", "certainty": look.certainty, "text": look.text, "gaps": [], "related": [{"msg": "it is named as a file here", "path": look.path}]} |
	_like_a_file(mount.file)
	some look in input.pod.lookups
	look.via in {"file", "name"}
	look.container == mount.container
	look.file == mount.file
	look.wide == false
	not look.op in {"serve", "watch"} # these take directories as well
]

# The path ends in the name of one of the files. Where it does not look like a file, the program may know that it is a directory.
_named_alike(mount) := [{"file": name, "certainty": _rung(mount), "text": "the name of one of its keys", "gaps": _gaps(mount), "related": []} |
	name := files.name(mount.file)
	name in mount.choices
]

# A program of which nothing is known for sure may look into a directory of this name, as some charts have it.
_rung(mount) := "stated" if {
	_like_a_file(mount.file)
	input.pod.who[mount.container].known_certainty == "known"
} else := "guessed"

_gaps(mount) := [] if {
	_like_a_file(mount.file)
} else := [{"who": mount.container, "seen": input.pod.who[mount.container].seen.files}]

# A directory may be called after a domain: not all endings are those of files.
_like_a_file(file) if {
	regex.match(`/[^/.][^/]*\.[A-Za-z0-9]+$`, file)
	regex.replace(lower(file), `^.*\.`, "") in _endings
}

_endings := {
	"cert", "cfg", "cnf", "conf", "config", "crt", "env", "hcl", "htpasswd", "ini", "jks", "json", "key", "lua", "p12", "pem", "properties",
	"py", "rules", "sh", "sql", "toml", "txt", "xml", "yaml", "yml",
}

# It knows that this is a directory.
_looks_below(mount) if {
	some look in input.pod.lookups
	look.container == mount.container
	startswith(look.file, sprintf("%s/", [mount.file]))
}

_message(mount, reason) := sprintf("container %q has %s at %s, which becomes a directory with %s", [mount.container, _part(mount), mount.file, reason.file]) if {
	reason.file != ""
} else := sprintf("container %q has %s at %s, which becomes a directory; it is told to read a file there", [mount.container, _part(mount), mount.file])

_part(mount) := sprintf("keys of %s", [_holder(mount)]) if {
	_picked(mount)
} else := sprintf("all of %s", [_holder(mount)])

_holder(mount) := sprintf("%s %q", [mount.kind, mount.object]) if {
	mount.object != ""
} else := sprintf("volume %q", [mount.volume])
