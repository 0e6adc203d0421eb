# METADATA
# title: Settings that the user of the container may not read
# description: |
#   ## What
#   A file of a ConfigMap, Secret or projected volume belongs to root and its mode lets nobody else read it, while the container that
#   reads it runs as another user and the pod has no `fsGroup`.
#
#   ## Why it hurts
#   The program gets `permission denied` for its own settings, key or password, and ends.
#
#   ## When it is fine
#   With `fsGroup` the kubelet gives the files to that group and lets it read them, whatever the mode. The token of a service account is
#   given to the user who runs the containers.
#
#   ## How to fix
#   Set `fsGroup`, or let the mode be:
#   ```yaml
#   spec:
#     securityContext:
#       fsGroup: 1000
#     volumes:
#       - name: config
#         configMap: {name: filebeat, defaultMode: 0640}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
#     description: Modes of the files of a Secret
#   - ref: https://github.com/kubernetes/kubernetes/issues/2630
#     description: Volumes belong to root, with strict permissions
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: What fsGroup does to volumes
# custom:
#   severity: error
#   confidence: strong
#   fix: Set the pod's fsGroup, or a mode that lets others read.
package podlint.rules.coupling.volume_file_mode_unreadable

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q runs as %s and cannot read %s, whose mode is 0%s; the pod has no fsGroup", [c.name, user.text, look.file, _octal(look.mode)]),
	"path": look.mode_path,
	"container": c.name,
	"certainty": certainty.of([_reads(look), user], []),
	"related": [{"msg": sprintf("%q uses it here", [c.name]), "path": look.path}],
} if {
	input.pod.windows == false
	some look in input.pod.lookups
	look.mode > 0
	bits.and(look.mode, 36) == 0 # neither the group nor others may read
	look.ignorable == false
	look.phase in {"init", "run"}
	_used(look)
	some c in input.pod.containers
	c.name == look.container
	not c.security.fs_group.value
	user := _user(c.security)
}

# A program reads it, or it is mounted alone, which nobody does for nothing.
_used(look) if look.via in {"file", "name"}

_used(look) if {
	look.via == "mount"
	look.part != ""
	not _read(look.container, look.file)
}

_read(container, file) if {
	some look in input.pod.lookups
	look.via in {"file", "name"}
	look.container == container
	look.file == file
}

_reads(look) := {"certainty": "guessed", "reason": "it is mounted alone, so that somebody reads it"} if {
	look.via == "mount"
} else := look

_user(security) := {"text": sprintf("user %d", [security.run_as_user.value]), "certainty": security.run_as_user.certainty} if {
	security.run_as_user.value
	security.run_as_user.value != 0
} else := {"text": "a user other than root", "certainty": security.run_as_non_root.certainty} if {
	security.run_as_non_root.value == true
	not security.run_as_user.value == 0
}

_octal(mode) := concat("", [sprintf("%d", [bits.and(bits.rsh(mode, shift), 7)]) | some shift in [6, 3, 0]])
