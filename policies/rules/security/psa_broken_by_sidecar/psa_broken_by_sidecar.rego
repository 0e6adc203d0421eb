# METADATA
# title: One container of the pod breaks its Pod Security level
# description: |
#   ## What
#   The pod's Namespace enforces a Pod Security level. One container keeps it, most often the app, another does not, most often a helper or an init
#   container.
#
#   ## Why it hurts
#   Admission judges the pod as a whole: `violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container
#   "helper" must set ...)`. The Deployment is accepted, its ReplicaSet cannot make a pod, and the only trace is an event.
#
#   ## When it is fine
#   podlint looks at the level only when the Namespace is among the files that are linted and the pod names it, and reports only
#   containers beside one that complies. Injected containers are the injector's affair.
#
#   ## How to fix
#   Give the container the fields that the level demands, for `restricted`:
#   ```yaml
#   securityContext:
#     runAsNonRoot: true
#     allowPrivilegeEscalation: false
#     capabilities: {drop: [ALL]}
#     seccompProfile: {type: RuntimeDefault}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/
#     description: Pod Security admission
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     description: Pod Security Standards
#   - ref: https://github.com/k8tz/k8tz/issues/105
#     description: An init container that the level refuses
# custom:
#   severity: error
#   confidence: certain
#   fix: Set the fields that the level demands on the container.
package podlint.rules.security.psa_broken_by_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.rights

violation contains {
	"msg": sprintf(
		"container %q breaks the level %q of namespace %q (%s): no pod is created",
		[container.name, level, input.pod.workload.namespace, _fields(broken)],
	),
	"path": array.concat(container.security.path, broken[0].at),
	"container": container.name,
	"certainty": certainty.of([], certainty.absent([])),
	"related": [{"msg": "the level is enforced here", "path": array.concat(input.related.namespace.path, ["metadata", "labels", _label])}],
} if {
	rights.comparable
	input.related.namespace.name == input.pod.workload.namespace
	level := input.related.namespace.labels[_label]
	level in {"baseline", "restricted"}
	not _refused_as_a_whole(level)
	_kept_by_another(level)
	some container in _judged
	broken := _broken(level, container)
	count(broken) > 0
}

# Two are named, and the others counted.
_fields(broken) := concat(", ", [fault.field | some fault in broken]) if {
	count(broken) < 3
} else := sprintf("%s, %s and %d more", [broken[0].field, broken[1].field, count(broken) - 2])

_label := "pod-security.kubernetes.io/enforce"

# Injected containers are the affair of the injector.
_judged := [container | some container in input.pod.containers; container.class in {"init", "sidecar", "regular"}]

# What the pod as a whole breaks is no matter between its containers.
_refused_as_a_whole(_) if true in {input.pod.host_network, input.pod.host_pid, input.pod.host_ipc}

_refused_as_a_whole(_) if {
	some volume in input.pod.volumes
	volume.kind == "hostPath"
}

_refused_as_a_whole("restricted") if {
	some volume in input.pod.volumes
	not volume.kind in {
		"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret", "unknown",
	}
}

# A pod in which nobody keeps the level is one thing with its author, or with the Namespace.
_kept_by_another(level) if {
	some container in _judged
	count(_broken(level, container)) == 0
}

# The fields that break a level, as the admission plugin names them, each with its place in the container's security context.
_broken(level, container) := [fault |
	some fault in [
		{"field": "privileged", "at": ["privileged"]},
		{"field": "seccompProfile", "at": ["seccompProfile"]},
		{"field": "capabilities.add", "at": ["capabilities", "add"]},
		{"field": "allowPrivilegeEscalation", "at": ["allowPrivilegeEscalation"]},
		{"field": "capabilities.drop", "at": ["capabilities", "drop"]},
		{"field": "runAsNonRoot", "at": ["runAsNonRoot"]},
		{"field": "runAsUser", "at": ["runAsUser"]},
	]
	_breaks(level, fault.field, container)
]

_breaks(_, "privileged", container) if rights.privileged(container)

_breaks(_, "seccompProfile", container) if container.security.seccomp_profile.value == "Unconfined"

_breaks("restricted", "seccompProfile", container) if not container.security.seccomp_profile.value

_breaks(level, "capabilities.add", container) if {
	some capability in container.security.capabilities_added
	not _allowed(level, capability)
}

_breaks("restricted", "allowPrivilegeEscalation", container) if object.get(container.security.allow_privilege_escalation, "value", true)

_breaks("restricted", "capabilities.drop", container) if not "ALL" in object.get(container.security, "capabilities_dropped", [])

_breaks("restricted", "runAsNonRoot", container) if not object.get(container.security.run_as_non_root, "value", false)

_breaks("restricted", "runAsUser", container) if {
	container.security.run_as_user.value == 0
	container.security.run_as_user.origin in {"container", "pod"}
}

# The baseline allows what runtimes give anyway, save raw sockets.
_allowed("restricted", "NET_BIND_SERVICE")

_allowed("baseline", capability) if capability in (rights.by_default - {"NET_RAW"})
