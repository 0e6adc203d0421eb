# METADATA
# title: Shared process namespace that nobody uses
# description: |
#   ## What
#   The pod sets `shareProcessNamespace: true`, and nothing in it signals, inspects or identifies a process of another container.
#
#   ## Why it hurts
#   Each container sees the command lines of all the others, and with the same user or as root their environment
#   (`/proc/PID/environ`) and files (`/proc/PID/root`), secrets included. Images whose init insists on being process 1 do not start.
#
#   ## When it is fine
#   Sharing is used by reloaders that send signals, debuggers and profilers, agents that look at processes, and identity agents such as
#   SPIRE that resolve callers by process. podlint is silent when it sees one of these, or a container whose process 1
#   would ignore SIGTERM (it goes at once in a shared namespace). Where nothing is known of a container it is advice.
#
#   ## How to fix
#   Remove the field.
#
#   ```yaml
#   spec:
#     shareProcessNamespace: false
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: What a shared process namespace opens
#   - ref: https://github.com/kubernetes/website/issues/54890
#     description: What the containers can see of each other
#   - ref: https://github.com/kubernetes/kubernetes/issues/127188
#     description: Signals in a shared namespace
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove `shareProcessNamespace`, or add what needs it.
package podlint.rules.process.share_process_namespace_unneeded

violation contains {
	"msg": sprintf("shareProcessNamespace is set, but no container uses it%s", [_exposed(sharing)]),
	"path": sharing.path,
	"severity": _severity(sharing),
} if {
	some sharing in input.pod.process.sharing
	not sharing.uses
	not sharing.deaf
}

_severity(sharing) := "info" if {
	count(sharing.unknown) > 0
} else := "warning"

_exposed(sharing) := sprintf("; %q can read the secrets of %q through /proc", [sharing.exposed, sharing.secret]) if {
	sharing.secret
} else := ""
