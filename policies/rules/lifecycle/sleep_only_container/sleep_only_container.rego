# METADATA
# title: Container that only sleeps
# description: |
#   ## What
#   A container runs nothing but `sleep`, `tail -f /dev/null`, an endless loop of sleeps or the like, next to a container that
#   does work.
#
#   ## Why it hurts
#   It is usually left over from debugging. It holds requests and a share of the pod's volumes and secrets, widens what an attacker
#   finds inside the pod, counts for readiness and slows down every deletion. A bounded sleep ends, and the container restarts.
#
#   ## When it is fine
#   Containers that people or tools enter on purpose: build agents, development containers, benchmarks, a toolbox that its name or
#   an annotation calls one. A container whose own probes do the work is a gate and no left-over.
#
#   ## How to fix
#   Remove it. To look into a running pod, attach an ephemeral container instead:
#
#   ```console
#   kubectl debug -it pod/web --image=busybox:1.36 --target=web
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/
#     description: Debugging with ephemeral containers
#   - ref: https://github.com/NVIDIA/aicr/issues/700
#     description: A container that only sleeps, taken out again
# custom:
#   severity: info
#   confidence: certain
#   fix: Remove the container, and use an ephemeral container to debug.
package podlint.rules.lifecycle.sleep_only_container

violation contains {
	"msg": sprintf("container %q only waits (%s) beside %q, which works: remove it, or give it its program", [
		idler.container,
		idler.command,
		idler.beside,
	]),
	"path": idler.path,
	"container": idler.container,
} if {
	some idler in input.pod.lifecycle.idlers
	input.pod.runs == "always"
	not idler.probed
	not idler.toolbox
	not input.pod.test
}
