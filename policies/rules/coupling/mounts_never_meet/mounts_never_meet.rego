# METADATA
# title: Reader looks where no writer writes
# description: |
#   ## What
#   Two containers share a volume, but one reads a path that the other never writes: a different subPath, a different directory, or a file
#   that the writer keeps outside of the volume. Paths are compared inside the volume; different mount paths alone are no difference.
#
#   ## Why it hurts
#   The reader finds nothing: a web server answers 403 or 404, a script waits for a file for ever, a reload never happens.
#
#   ## When it is fine
#   An unknown program that mounts the volume writable may write anything: it is a doubt then.
#   Followed logs are the business of the logging rules.
#
#   ## How to fix
#   Let both sides name the same place in the volume:
#   ```yaml
#   containers:
#     - name: writer
#       volumeMounts:
#         - {name: site, mountPath: /out, subPath: public}
#     - name: web
#       volumeMounts:
#         - {name: site, mountPath: /usr/share/nginx/html, subPath: public, readOnly: true}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
#     description: Using subPath
#   - ref: https://github.com/bmuschko/ckad-prep/issues/9
#     description: Two containers that look at different places of one volume
# custom:
#   severity: error
#   confidence: strong
#   fix: Correct the subPath or the path on one side.
package podlint.rules.coupling.mounts_never_meet

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": _message(read, write),
	"path": read.at,
	"container": read.container,
	"certainty": certainty.of([read, write], certainty.absent(array.concat(files.unseen_writers(read), _itself(read)))),
	"related": [{"msg": sprintf("%q writes here", [write.container]), "path": write.path}],
} if {
	some i, read in input.pod.handovers
	read.does == "reads" # followed logs are the business of the logging rules
	read.met == false
	read.kind == "emptyDir" # others are filled from elsewhere, too
	read.pattern == false
	read.ignorable == false
	_expected(read)
	write := _elsewhere(read)
	i == min(_missed[read.container])
}

# It needs one file or directory of the volume to be there. Hooks and probes have their own ways to fail.
_expected(read) if {
	read.in != "."
	read.phase in {"run", "init"}
	not read.tool in {"[", "test", "ls", "find", "stat"} # these find out whether it is there
	input.pod.who[read.container].class != "ephemeral"
}

# What somebody else puts on the volume, contents rather than an empty directory, or keeps outside of it under the same name.
_elsewhere(read) := array.concat(array.concat(contents, empty), _outside(read))[0] if {
	writes := [w | some w in read.writes; w.self == false]
	contents := [w | some w in writes; w.op in {"write", "append"}]
	empty := [w | some w in writes; w.op == "create"]
}

_outside(read) := [w |
	some w in read.outside
	w.volume == ""
	files.name(w.file) == files.name(read.file)
	input.pod.who[w.container].tools_only == true
	not w.container in {m.container | some m in read.mounts}
]

# One report for a reader.
_missed[read.container] contains i if {
	some i, read in input.pod.handovers
	read.does == "reads"
	read.met == false
	read.kind == "emptyDir"
	read.pattern == false
	read.ignorable == false
	_expected(read)
	_elsewhere(read)
}

# The reader may make the file itself, but for a server of what others make.
_itself(read) := [{"who": read.container, "seen": "some", "reason": sprintf("%q may make the file itself", [read.container])} |
	some m in read.mounts
	m.self == true
	m.seen != "all"
]

_message(read, write) := sprintf(
	"container %q %s %s of volume %q, but %q writes %s",
	[read.container, _does[read.op], read.in, read.volume, write.container, write.in],
) if {
	write.volume != ""
} else := sprintf(
	"container %q %s %s, but %q writes %s outside of volume %q",
	[read.container, _does[read.op], read.file, write.container, write.file, read.volume],
)

_does := {"read": "reads", "watch": "watches", "serve": "serves"}
