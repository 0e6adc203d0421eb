# METADATA
# title: One-time work in a container that then only waits
# description: |
#   ## What
#   A regular container does something once for a neighbour, such as writing a page into a shared volume or calling a set-up endpoint,
#   and then sleeps.
#
#   ## Why it hurts
#   Regular containers start together, so the neighbour may look before the work is done. Afterwards the container holds its
#   requests for nothing and makes every deletion wait, because `sleep` does not react to SIGTERM. When a bounded sleep ends, the
#   container starts again and repeats the work, under the neighbour's feet.
#
#   ## When it is fine
#   A loop that repeats the work is a synchroniser. A pod that runs to completion may sleep a bounded time. Build agents enter
#   containers that sleep.
#
#   ## How to fix
#   Make it an init container and drop the sleep: it runs before the others and is gone. A call of a neighbour, which must run for it,
#   is better made by that neighbour's postStart hook, or by a Job.
#
#   ```yaml
#   initContainers:
#     - name: content
#       image: busybox:1.36.1
#       command: ["sh", "-c", "echo hello > /html/index.html"]
#       volumeMounts:
#         - {name: html, mountPath: /html}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers run to completion before the app starts
#   - ref: https://github.com/kubernetes/git-sync/issues/8
#     description: A synchroniser asked for a one-time mode
#   - ref: https://github.com/snyk/kubernetes-monitor/issues/741
#     description: One-time work moved to an init container
# custom:
#   severity: warning
#   confidence: strong
#   fix: Move the container to `initContainers` and drop the sleep.
package podlint.rules.lifecycle.one_shot_work_in_sidecar

violation contains {
	"msg": sprintf("container %q works once for %q (%s), then only waits (%s): %s", [
		shot.container,
		shot.neighbour,
		shot.output,
		shot.wait,
		_instead(shot),
	]),
	"path": shot.path,
	"container": shot.container,
} if {
	some shot in input.pod.lifecycle.one_shots
	not _ends_with_the_pod(shot)
}

_ends_with_the_pod(shot) if {
	shot.bounded
	input.pod.runs == "to-completion"
}

_instead(shot) := "a postStart hook or a Job does that" if shot.call

_instead(shot) := "make it an init container" if not shot.call
