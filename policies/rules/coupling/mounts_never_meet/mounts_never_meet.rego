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
#   podlint reports only when it understands every container that could write to the volume; an unknown program may write anything.
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

violation contains {
	"msg": _message(missed),
	"path": missed.path,
	"container": missed.reader,
	"related": [{"msg": sprintf("%q writes here", [missed.writer]), "path": missed.writer_path}],
} if {
	some missed in input.pod.coupling.missed_files
}

_message(missed) := sprintf(
	"container %q %s %s of volume %q, but %q writes %s",
	[missed.reader, _does[missed.op], missed.volume_path, missed.volume, missed.writer, missed.writer_in],
) if {
	missed.writer_in != ""
}

_message(missed) := sprintf(
	"container %q %s %s, but %q writes %s outside of volume %q",
	[missed.reader, _does[missed.op], missed.file, missed.writer, missed.writer_file, missed.volume],
) if {
	missed.writer_in == ""
}

_does := {"read": "reads", "watch": "watches", "serve": "serves"}
