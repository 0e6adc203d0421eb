# METADATA
# title: Helper that keeps a Job from completing
# description: |
#   ## What
#   In a pod that runs to completion a regular container goes on for ever: a proxy, an agent, a log streamer, `tail -f`, or a
#   script that waits for a file which no container makes. The work beside it ends, and nothing tells the helper.
#
#   ## Why it hurts
#   A pod completes when all its regular containers have ended. The Job stays active, `kubectl wait` and Helm hooks run into their
#   timeout, and a CronJob with `concurrencyPolicy: Forbid` never runs again.
#
#   ## When it is fine
#   The work stops the helper: it calls a quit endpoint, sends a signal under `shareProcessNamespace`, or leaves a file for which the
#   helper looks. Controllers such as Tekton and Argo Workflows stop the helpers of their pods themselves.
#
#   ## How to fix
#   From Kubernetes 1.29 on a native sidecar ends with the pod's work:
#
#   ```yaml
#   initContainers:
#     - name: logs
#       image: busybox:1.36.1
#       restartPolicy: Always
#       command: ["sh", "-c", "tail -F /var/log/work.log"]
#   ```
#
#   On older clusters let the work call the helper's quit endpoint, or let the helper look for a file that the work leaves behind.
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
#   - ref: https://github.com/kubernetes/kubernetes/issues/25908
#     description: Sidecars keep Jobs from completing
#   - ref: https://github.com/apache/airflow/issues/40359
#     description: A Job of a chart that never completes
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the helper to `initContainers` as a native sidecar (Kubernetes 1.29), or let the work stop it.
package podlint.rules.lifecycle.sidecar_blocks_job_completion

violation contains {
	"msg": _message(outliver),
	"path": outliver.path,
	"container": outliver.container,
	"severity": _severity(outliver),
} if {
	some outliver in input.pod.lifecycle.outlivers
	outliver.class == "regular"
	not outliver.stopped_by
}

_message(outliver) := sprintf("container %q (%s) never ends, so the pod does not complete when %q is done", [
	outliver.container,
	outliver.by,
	outliver.work,
]) if {
	not outliver.awaits
}

_message(outliver) := sprintf("container %q waits for %s, which nobody makes, so the pod does not complete when %q is done", [
	outliver.container,
	outliver.awaits,
	outliver.work,
]) if {
	outliver.awaits
}

# The work of a bare Pod may be a server after all.
_severity(outliver) := "warning" if {
	input.pod.workload.kind == "Pod"
	not outliver.work_ends
} else := "error"
