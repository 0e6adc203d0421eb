# METADATA
# title: App that logs to a file
# description: |
#   ## What
#   A long-running container sends its log to a file, by a redirect, a flag, a variable, its configuration or its image's default,
#   and no container of the pod streams or ships that file.
#
#   ## Why it hurts
#   `kubectl logs` is empty or shows a banner, and the node's log agent, which reads stdout and stderr, collects nothing. The file
#   grows inside the container or its volume until the kubelet evicts the pod, and is lost with it.
#
#   ## When it is fine
#   Audit and slow-query logs beside an ordinary log, files that a neighbour follows, a log that goes to stdout as well, and files
#   on a node directory are not reported, and it is a doubt where a neighbour mounts the volume that is not fully known. Results that a
#   Job leaves on a volume are no log.
#
#   ## How to fix
#   Log to stdout: drop the redirect, or set the program's option for it. If the program can only write files, add a sidecar
#   that follows them.
#
#   ```yaml
#   initContainers:
#     - name: app-log
#       image: busybox:1.36
#       restartPolicy: Always
#       command: ["tail", "-n+1", "-F", "/var/log/app/app.log"]
#       volumeMounts:
#         - {name: logs, mountPath: /var/log/app}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Logging architecture, with sidecars that stream files
#   - ref: https://github.com/helm/charts/issues/2641
#     description: A chart whose app logs to files only
#   - ref: https://github.com/go-gitea/gitea/issues/8050
#     description: An image that logs to a file by default
# custom:
#   severity: warning
#   confidence: strong
#   fix: Send the log to stdout, or add a sidecar that streams the file.
package podlint.rules.logging.app_logs_to_file

import data.podlint.lib.certainty
import data.podlint.lib.logs

violation contains {
	"msg": sprintf("container %q logs to %s%s, which no container streams: kubectl logs does not show it", [log.container, _file(log), _more(i, log)]),
	"path": log.path,
	"container": log.container,
	"severity": _severity(log),
	"certainty": certainty.of([log], array.concat(_links(log), certainty.absent(array.concat(_place(log), array.concat(logs.unseen_readers(log), logs.copied_links(log)))))),
} if {
	some i, log in input.pod.logs
	log.sink == "file"
	log.covered == false # stdout-symlink-shadowed says that
	log.partial == false
	log.dir == false
	log.purpose != "audit"
	log.kind != "hostPath" # an agent of the node may read it
	not log.read_by
	input.pod.who[log.container].class in {"regular", "sidecar"}
	not logs.shown(log)
	not logs.shipped(log)
	not _result(log)
	not _earlier(i, log)
}

# What a Job leaves on a volume is its result.
_result(log) if {
	input.pod.runs == "to-completion"
	log.volume != ""
}

# An image of which nothing is known may well be built on one whose log files are links to stdout, as those of web servers are.
_links(log) := [{"who": log.container, "seen": "some", "reason": sprintf("the image of %q may link it to stdout", [log.container])}] if {
	log.origin == "config"
	log.often_linked == true
} else := []

# A claim keeps the log, and may be read elsewhere.
# A relative path may lead to a volume that a neighbour reads.
_place(log) := [{"who": log.container, "seen": "some", "reason": sprintf("what directory %s is relative to is not in sight", [log.file])}] if {
	startswith(log.file, ".")
	log.volume == ""
	some share in input.pod.shares
	share.settings == false
	some end in share.ends
	end.container == log.container
} else := []

_severity(log) := "info" if {
	log.kind == "persistentVolumeClaim"
} else := "warning"

_file(log) := log.file if log.file != ""

_file(log) := "a file" if log.file == ""

_more(i, log) := sprintf(" (and %d more)", [more]) if {
	more := count([1 | some j, other in input.pod.logs; other.container == log.container; j > i; _alike(other, log)])
	more > 0
} else := ""

# One report for logs of the same evidence that nobody reads.
_earlier(i, log) if {
	some j, other in input.pod.logs
	other.container == log.container
	j < i
	_alike(other, log)
}

_alike(other, log) if {
	other.sink == "file"
	other.path == log.path
	not other.read_by
}
