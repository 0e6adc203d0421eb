# METADATA
# title: Containers with different SELinux levels share a volume
# description: |
#   ## What
#   Two containers mount one volume, and their effective `seLinuxOptions.level` differs.
#
#   ## Why it hurts
#   On a node with SELinux the runtime labels the volume with a level as it starts a container, and a process of another level may not open what
#   lies there: "permission denied", although owner and mode are right.
#
#   ## When it is fine
#   Nodes without SELinux take no notice. A privileged container may open everything, and directories of the node are not labelled.
#
#   ## How to fix
#   Set the options on the pod, where they hold for all:
#   ```yaml
#   spec:
#     securityContext:
#       seLinuxOptions: {level: "s0:c123,c456"}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container
#     description: SELinux labels of containers and volumes
#   - ref: https://github.com/kubernetes/kubernetes/issues/90759
#     description: Containers of one pod with different labels
# custom:
#   severity: warning
#   confidence: certain
#   fix: Move seLinuxOptions from the containers to the pod.
package podlint.rules.coupling.selinux_level_differs

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("containers %q (%s) and %q (%s) share volume %q: SELinux denies each the files of the other", [
		first.container,
		_words(first.container),
		second.container,
		_words(second.container),
		volume.name,
	]),
	"path": _place(first.container, second.container),
	"container": second.container,
	"certainty": certainty.of([{"certainty": "stated"}], []),
} if {
	some volume in input.pod.volumes
	volume.kind in {"emptyDir", "persistentVolumeClaim", "ephemeral"}
	count({_level(mount.container) | some mount in volume.mounted_by}) > 1
	some i, second in volume.mounted_by
	_confined(second.container)
	first := [other | some j, other in volume.mounted_by; j < i; _confined(other.container); _level(other.container) != _level(second.container)][0]
	not _said(volume, first.container, second.container)
}

_security(name) := [c.security | some c in input.pod.containers; c.name == name][0]

_level(name) := _of(object.get(_security(name).selinux_level, "value", ""))

# The categories of a level are a set, whatever their order: s0:c2,c1 is s0:c1,c2.
_of(level) := sprintf("%s:%s", [parts[0], concat(",", sort(split(parts[1], ",")))]) if {
	parts := split(level, ":")
	count(parts) == 2
} else := level

# A privileged process runs under a type that may open everything, and so does one that is given such a type.
_confined(name) if {
	security := _security(name)
	not security.privileged.value == true
	not object.get(security, "selinux_type", "") in {"spc_t", "unconfined_t", "super_t"}
}

_words(name) := _level(name) if _level(name) != ""

_words(name) := "the pod's level" if _level(name) == ""

# One report for two containers, however many volumes they share.
_said(volume, first, second) if {
	some other in input.pod.volumes
	other.kind in {"emptyDir", "persistentVolumeClaim", "ephemeral"}
	other.name < volume.name
	some a in other.mounted_by
	a.container == first
	some b in other.mounted_by
	b.container == second
}

_place(_, second) := _security(second).selinux_level.path if _level(second) != ""

_place(first, second) := _security(first).selinux_level.path if _level(second) == ""
