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

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.jobs
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q (%s) never ends, so the pod does not complete when %q is done", [name, words.short(helper.ends.text, 40), work]),
	"path": helper.name_path,
	"container": name,
	"certainty": certainty.of([helper.ends], certainty.absent(array.concat(jobs.callers(name, work), _unsure(work)))),
	"related": _whole(helper),
	"fix": fixes.also(
		fixes.native_sidecar(
			sprintf("Make %q a native sidecar (Kubernetes 1.29), or let the work stop it.", [name]),
			helper.name_path, fixes.last_init,
		),
		fixes.startup_probe_of_a_server(name),
	),
} if {
	input.pod.runs == "to-completion"
	some name, helper in input.pod.who
	helper.class == "regular"
	helper.lifetime == "endless"
	not input.pod.managed
	work := jobs.work
	work != name
	not jobs.waits_in_vain(name)
	_accompanies(name, helper, work)
	not _serves_content(name, work)
	not jobs.stopped(name)
}

violation contains {
	"msg": sprintf("container %q waits for %s, which nobody makes, so the pod does not complete when %q is done", [wait.container, wait.file, work]),
	"path": wait.path,
	"container": wait.container,
	"certainty": certainty.of([wait], certainty.absent(_unsure(work))),
} if {
	input.pod.runs == "to-completion"
	some wait in input.pod.waits
	wait.kind == "emptyDir"
	wait.made == false
	input.pod.who[wait.container].class == "regular"
	jobs.in_vain(wait)
	not input.pod.managed
	work := jobs.work
	work != wait.container
	not _leaves_otherwise(wait.container)
}

# It serves the work, or does nothing at all, or goes on for ever in a script of its own in a Job, which then never completes.
_accompanies(_, helper, _) if helper.part == "helper"

_accompanies(_, helper, _) if helper.idle

_accompanies(name, _, work) if {
	some connection in input.pod.connections
	connection.via == "dial"
	connection.from == work
	connection.answer == "neighbour"
	connection.to[0].container == name
}

_accompanies(_, helper, work) if {
	input.pod.workload.kind != "Pod"
	not input.pod.active_deadline_seconds
	helper.ends.origin == "script"
	helper.shell
	helper.role in {"tool", "unknown"}
	input.pod.who[work].part != "helper"
}

# A server in a Job beside something of which nothing is known: whichever of the two was meant, the Job does not complete.
_accompanies(_, helper, work) if {
	input.pod.workload.kind != "Pod"
	not input.pod.active_deadline_seconds
	helper.ends.origin == "image"
	input.pod.who[work].part == "unknown"
}

# A web server whose content the work makes is the app itself.
_serves_content(name, work) if {
	input.pod.who[name].role == "web-front"
	some edge in input.pod.edges
	edge.from == work
	edge.to == name
	edge.kind in {"shared-volume", "content-sync"}
}

# What waits for a file may be ended by another one.
_leaves_otherwise(name) if {
	some stop in input.pod.endings
	stop.container == name
	stop.how != "file"
}

# The work of a bare Pod may be a server after all, and so may work of a Job beside a script that its author means to go on.
_unsure(work) := [{"who": work, "seen": "told", "reason": sprintf("%q may be a server itself", [work])}] if {
	input.pod.who[work].lifetime == "unknown"
	input.pod.workload.kind == "Pod"
} else := []

# What is too long for a message is shown where it stands.
_whole(helper) := [{"msg": "what it runs", "path": _command(helper)}] if {
	count(helper.ends.text) > 40
} else := []

# What an image is known for is told at its name; the words are those of the arguments.
_command(helper) := array.concat(array.slice(helper.name_path, 0, count(helper.name_path) - 1), ["args"]) if {
	helper.ends.path[count(helper.ends.path) - 1] == "image"
} else := helper.ends.path
