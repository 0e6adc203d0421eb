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

violation contains {
	"msg": sprintf("container %q (user %d) signals %q of %q (user %d): the kernel refuses", [
		signal.container,
		signal.user,
		signal.target,
		signal.owner,
		signal.owner_user,
	]),
	"path": signal.path,
	"container": signal.container,
} if {
	some signal in input.pod.process.refused_signals
}
