# METADATA
# title: Signal that cannot reach its process
# description: |
#   ## What
#   A container signals, or attaches to, a process of another container, and the pod does not share its process namespace.
#
#   ## Why it hurts
#   A container sees its own processes only. `pkill` matches nothing, `pidof` prints nothing, `jcmd` finds no such process. The reload
#   never happens, the log is never reopened, and since such commands often end in `|| true` nobody is told.
#
#   ## When it is fine
#   A script may signal its own children or process 1 of its own container. podlint reports only names of programs that run in another
#   container and not in this one, and is silent with `shareProcessNamespace` and `hostPID`.
#
#   ## How to fix
#   Share the process namespace, or ask the neighbour over its own interface (a reload URL) instead.
#
#   ```yaml
#   spec:
#     shareProcessNamespace: true
#   ```
# related_resources:
#   - ref: https://github.com/jimmidyson/configmap-reload/issues/73
#     description: Reloading by a signal needs the shared namespace
#   - ref: https://github.com/haproxytech/helm-charts/issues/284
#     description: A sidecar that signals HAProxy
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: Sharing the process namespace of a pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Share the process namespace (shareProcessNamespace), or ask the neighbour over a socket or a URL.
package podlint.rules.process.cross_container_signal_no_shared_pid

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q %s %q, a process of %q that it cannot see without shareProcessNamespace", [
		container.name,
		_does(signal),
		signal.target,
		signal.reaches,
	]),
	"path": signal.path,
	"container": container.name,
	"certainty": certainty.of([signal], certainty.absent(_gaps(container, signal))),
	"fix": fixes.unsafe(fixes.set("Set `shareProcessNamespace`.", array.concat(input.pod.path, ["shareProcessNamespace"]), true)),
} if {
	some container in input.pod.containers
	some signal in container.signals
	signal.own == false
	signal.reaches != ""
	not _processes_in_common
}

# Whose process is meant is not known, but all that the sender runs is.
violation contains {
	"msg": sprintf("container %q %s %q, but runs no such process, and sees those of others with shareProcessNamespace only", [
		container.name,
		_does(signal),
		signal.target,
	]),
	"path": signal.path,
	"container": container.name,
	"certainty": certainty.of([signal], certainty.absent([])),
	"fix": fixes.unsafe(fixes.set("Set `shareProcessNamespace`.", array.concat(input.pod.path, ["shareProcessNamespace"]), true)),
} if {
	some container in input.pod.containers
	container.tools_only == true
	container.class in {"regular", "sidecar"}
	some signal in container.signals
	signal.own == false
	signal.reaches == ""
	regex.match(`^[A-Za-z][\w.-]*$`, signal.target)
	not _processes_in_common
	pods.accompanied(container.name)
}

_processes_in_common if input.pod.share_process_namespace

_processes_in_common if input.pod.host_pid

_processes_in_common if input.pod.host_process

# The process may be one of the container's own that nobody sees: its program is not known, or it is and a hook means it.
_gaps(container, signal) := [{"who": container.name, "seen": _seen(container, signal)}]

_seen(container, _) := "some" if {
	input.pod.who[container.name].opaque
} else := "some" if {
	container.overrides_entrypoint == false
	not container.known
	not container.commands
} else := "some" if {
	_signal_of_the_kubelet(container)
} else := "told" if {
	container.own_program == true
	input.pod.who[container.name].known_certainty == "guessed"
} else := "all"

_signal_of_the_kubelet(container) if {
	some signal in container.signals
	signal.phase in {"hook", "probe"}
	container.own_program == false
	container.tools_only == false
}

_does(signal) := sprintf("sends %s to", [signal.signal]) if {
	signal.signal != ""
} else := sprintf("runs %s on", [signal.tool])
