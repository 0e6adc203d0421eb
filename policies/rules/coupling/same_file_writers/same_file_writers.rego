# METADATA
# title: Two containers write one file
# description: |
#   ## What
#   Two containers that run side by side write the same file of a shared volume.
#
#   ## Why it hurts
#   Nothing orders their writes: contents are interleaved, truncated or lost; a pid file names the wrong process, a database reports that it is
#   locked.
#
#   ## When it is fine
#   Init containers run one after the other. One container may write what another rotates or empties. Two that only append short lines usually
#   get by, so that is reported at level info.
#
#   ## How to fix
#   Give each container a file of its own:
#   ```yaml
#   env:
#     - name: LOG_FILE
#       value: /logs/worker.log
#   ```
# related_resources:
#   - ref: https://github.com/moby/moby/issues/20652
#     description: Several writers of one log file
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Give each container a file of its own.
package podlint.rules.coupling.same_file_writers

violation contains object.union(
	{
		"msg": sprintf("containers %q and %q both %s %s on volume %q", [clash.other, clash.container, _verb(clash), clash.file, clash.volume]),
		"path": clash.path,
		"container": clash.container,
		"related": [{"msg": sprintf("%q writes here", [clash.other]), "path": clash.other_path}],
	},
	_level(clash),
) if {
	some clash in input.pod.coupling.clashes
}

_verb(clash) := "append to" if clash.appends

else := "write"

_level(clash) := {"severity": "info"} if clash.appends

else := {}
