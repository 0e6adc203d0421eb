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
#   Service to exist. Where the script goes on after so many tries the wait is in vain each time, and the report a warning.
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

import data.podlint.lib.certainty
import data.podlint.lib.order
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("init container %q waits for %q on %s%s, which starts only after it: %s", [
		dial.from,
		server,
		order.address(dial),
		_through(dial),
		_outcome(dial),
	]),
	"severity": _severity(dial),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial], certainty.absent(order.early_gaps(dial))),
} if {
	some dial in input.pod.connections
	dial.phase == "init"
	dial.wait == true
	dial.ignorable == false
	not dial.purpose in {"telemetry", "quit"}
	server := order.late_server(dial)
	not pods.helper(server)
}

# A loop with a last round costs time alone.
_severity(dial) := "warning" if {
	dial.gives_up
} else := "error"

_outcome(dial) := "always in vain" if {
	dial.gives_up
} else := "the pod never starts"

_through(dial) := " (its own Service)" if {
	dial.host_class == "service"
} else := ""
