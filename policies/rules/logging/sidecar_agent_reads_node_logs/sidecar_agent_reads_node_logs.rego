# METADATA
# title: Sidecar agent that reads the node's logs
# description: |
#   ## What
#   A log agent in the pod of an application is configured to follow `/var/log/containers` or `/var/log/pods`, and no directory of
#   the node is mounted there.
#
#   ## Why it hurts
#   These directories exist on the node. In this container they are empty: the agent starts, finds no file and ships nothing. The
#   configuration was mostly copied from an agent that runs as a DaemonSet.
#
#   ## When it is fine
#   DaemonSets, and agents with a hostPath volume at that place, are not reported.
#
#   ## How to fix
#   Follow the files on the volume that the app shares with the agent, or let the agent of the node collect stdout and drop the sidecar.
#
#   ```ini
#   [INPUT]
#       Name tail
#       Path /var/log/app/*.log
#   ```
# related_resources:
#   - ref: https://github.com/fluent/fluent-bit/issues/5208
#     description: An agent that finds no files in its container
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Agents on the node and agents in the pod
# custom:
#   severity: error
#   confidence: strong
#   fix: Point the agent's input to the volume that it shares with the app.
package podlint.rules.logging.sidecar_agent_reads_node_logs

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("agent %q follows %s, the node's logs, but no directory of the node is mounted there", [read.container, read.file]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read], []),
} if {
	input.pod.workload.kind != "DaemonSet"
	input.pod.windows == false
	some name, m in input.pod.who
	m.class in {"regular", "sidecar"}
	read := _of_node(name)[0] # one report for an agent
}

# What the agent's configuration has it follow of the node's logs, where neither a directory of the node nor a volume of the pod is.
_of_node(name) := [read |
	some read in input.pod.handovers
	read.container == name
	read.op == "tail"
	read.origin == "config"
	read.kind in {"", "emptyDir"}
	some dir in ["/var/log/containers/", "/var/log/pods/"]
	startswith(sprintf("%s/", [read.file]), dir)
	not _shared(read)
]

# What a neighbour mounts as well holds the pod's own files, whatever the path is called.
_shared(read) if {
	some m in read.mounts
	m.self == false
}
