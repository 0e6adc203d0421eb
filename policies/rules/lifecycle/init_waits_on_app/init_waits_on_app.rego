# METADATA
# title: Init container that waits for the app of its own pod
# description: |
#   ## What
#   An init container tries again and again to reach a regular container of the same pod, on localhost or through a Service that
#   selects no other workload.
#
#   ## Why it hurts
#   The app starts only when all init containers have ended, and a Service sends traffic only to pods that are ready. On the first
#   rollout the wait never ends: `Init:0/1` for ever.
#
#   ## When it is fine
#   Waiting for another workload is the usual idiom. Pods of a StatefulSet may wait for each other. A DNS look-up alone needs only the
#   Service to exist.
#
#   ## How to fix
#   Put the wait where the dependency is: into the container that needs the app, or into the app's own readiness probe.
#
#   ```yaml
#   containers:
#     - name: seed
#       image: example.org/seed:1.0.0
#       command: ["sh", "-c", "until nc -z localhost 8080; do sleep 1; done; exec seed --serve"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers run to completion before the app starts
#   - ref: https://github.com/vmware-archive/postfacto/issues/250
#     description: An init container that waits for what comes after it
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the wait into the container that depends on the app, or use a probe.
package podlint.rules.lifecycle.init_waits_on_app

violation contains {
	"msg": sprintf("init container %q waits for %q on %s%s, which starts only after it: the pod never starts", [
		early.container,
		early.server,
		early.address,
		_through(early),
	]),
	"path": early.path,
	"container": early.container,
	"severity": _severity(early),
} if {
	some early in input.pod.lifecycle.early_dials
	early.wait
	early.part != "helper"
	not early.ignorable
}

_through(early) := " (its own Service)" if early.service

_through(early) := "" if not early.service

_severity(early) := "info" if early.unsure

_severity(early) := "error" if not early.unsure
