# METADATA
# title: Process 1 of a shared namespace
# description: |
#   ## What
#   The pod shares its process namespace, and a script signals process 1 or writes to `/proc/1/fd/1`.
#
#   ## Why it hurts
#   In a shared namespace process 1 is the pause process of the pod's sandbox, not the container's own. A HUP meant as a reload
#   does nothing, a TERM may end the sandbox and with it the whole pod, and lines written to `/proc/1/fd/1` appear in
#   no log. Such scripts were written for a namespace of the container's own.
#
#   ## When it is fine
#   Never: process 1 is the pause process in every pod that shares its namespace.
#
#   ## How to fix
#   Signal the process by its name, and log to the script's own standard output.
#
#   ```yaml
#   command: ["/bin/sh", "-c"]
#   args:
#     - |
#       pkill -HUP -x nginx
#       echo reloaded > /proc/self/fd/1
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: Process 1 of a pod that shares its process namespace
# custom:
#   severity: error
#   confidence: certain
#   fix: Signal the process by its name, and write logs to /proc/self/fd/1.
package podlint.rules.process.signal_targets_pause

violation contains {
	"msg": sprintf("container %q %s process 1, which is the pause process under shareProcessNamespace", [container.name, _does(signal)]),
	"path": signal.path,
	"container": container.name,
} if {
	input.pod.share_process_namespace == true
	input.pod.host_pid == false
	some container in input.pod.containers
	some signal in container.signals
	signal.target == "1"
}

violation contains {
	"msg": sprintf("container %q writes its log to %s of process 1, which is the pause process under shareProcessNamespace", [container.name, output.file]),
	"path": output.path,
	"container": container.name,
} if {
	input.pod.share_process_namespace == true
	input.pod.host_pid == false
	some container in input.pod.containers
	some output in container.pid1_outputs
}

_does(signal) := sprintf("sends %s to", [signal.signal]) if {
	signal.signal != ""
} else := sprintf("runs %s on", [signal.tool])
