# METADATA
# title: Signal to a process of another user
# description: |
#   ## What
#   The pod shares its process namespace, and a container signals a process of another container that runs as another user.
#
#   ## Why it hurts
#   The sender sees the process, and the kernel refuses: `operation not permitted`. The reload never happens.
#
#   ## When it is fine
#   Root may signal anybody, and so may a process with the capability KILL. podlint compares users that the manifest sets, nothing
#   that an image chooses.
#
#   ## How to fix
#   Run both containers as the same user.
#
#   ```yaml
#   spec:
#     shareProcessNamespace: true
#     securityContext:
#       runAsUser: 1000
#   ```
# related_resources:
#   - ref: https://github.com/jimmidyson/configmap-reload/issues/73
#     description: Reloading by a signal across containers
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: Sharing the process namespace of a pod
# custom:
#   severity: warning
#   confidence: strong
#   fix: Give both containers the same runAsUser.
package podlint.rules.process.signal_uid_mismatch

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q (user %d) signals %q of %q (user %d): the kernel refuses", [
		container.name,
		user,
		signal.target,
		signal.reaches,
		owner,
	]),
	"path": signal.path,
	"container": container.name,
	"certainty": certainty.of([signal, container.security.run_as_user, other.security.run_as_user], []),
} if {
	some container in input.pod.containers
	some signal in container.signals
	signal.own == false
	signal.reaches != ""
	_processes_in_common
	user := container.security.run_as_user.value
	user != 0
	not _may_signal_all(container.security)
	some other in input.pod.containers
	other.name == signal.reaches
	owner := other.security.run_as_user.value
	owner != user
	_given(container.security)
	_given(other.security)
}

# The image's default user counts as little as any other guess.
_given(security) if security.run_as_user.certainty == "stated"

_processes_in_common if input.pod.share_process_namespace

_processes_in_common if input.pod.host_pid

# signal(7): a process may signal those of its own user, or all of them with CAP_KILL.
_may_signal_all(security) if security.privileged.value == true

_may_signal_all(security) if {
	some capability in security.capabilities_added
	capability in {"KILL", "ALL", "SYS_PTRACE"}
}
