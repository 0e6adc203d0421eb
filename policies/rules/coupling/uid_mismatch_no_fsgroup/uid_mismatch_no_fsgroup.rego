# METADATA
# title: Files of another user on a shared volume
# description: |
#   ## What
#   A container has to change a file, or to connect to a socket, that a container of another user makes on a shared emptyDir. Neither an
#   fsGroup nor a common runAsGroup gives both access.
#
#   ## Why it hurts
#   Files are made with mode 0644 and belong to their maker: others may read, but a write, a removal below a made directory or a connection
#   fails with "Permission denied".
#
#   ## When it is fine
#   Reading needs no more than the usual modes; root may do everything. A umask, chmod or chown on the maker's side is taken for the remedy.
#   Users are compared only when the manifest states them, or verified knowledge of the image does.
#
#   ## How to fix
#   Give the volume a group that both containers have:
#   ```yaml
#   spec:
#     securityContext:
#       fsGroup: 2000
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/18399
#     description: Users, groups and shared volumes
#   - ref: https://github.com/kubernetes/git-sync/issues/236
#     description: Files that another user must write
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: fsGroup and the users of a pod
# custom:
#   severity: warning
#   confidence: strong
#   fix: Set `securityContext.fsGroup` on the pod and make files group-writable, or run both containers as one user.
package podlint.rules.coupling.uid_mismatch_no_fsgroup

violation contains {
	"msg": sprintf(
		"container %q (user %d) %s %s, which %q (user %d) makes; no fsGroup gives it access",
		[clash.container, clash.user, _does[clash.op], clash.file, clash.other, clash.other_user],
	),
	"path": clash.path,
	"container": clash.container,
	"related": [{"msg": sprintf("%q makes it here", [clash.other]), "path": clash.other_path}],
} if {
	some clash in input.pod.coupling.user_clashes
}

_does := {
	"write": "writes",
	"append": "appends to",
	"create": "creates",
	"remove": "removes",
	"chmod": "changes",
	"connect": "connects to",
}
