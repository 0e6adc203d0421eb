# METADATA
# title: Log reaches the collector twice
# description: |
#   ## What
#   One container prints a log file to its stdout, where the node's agent collects it, and another one ships the same file itself.
#
#   ## Why it hurts
#   Every line is stored, indexed and paid for twice, and counts and alerts are doubled.
#
#   ## When it is fine
#   Where the pod tells the node's agent to leave its output alone (`fluentbit.io/exclude`, `co.elastic.logs/enabled`), nothing is collected twice.
#
#   ## How to fix
#   Keep one of the two.
#
#   ```yaml
#   metadata:
#     annotations: {fluentbit.io/exclude: "true"}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: A streaming sidecar and a sidecar with an agent are two ways to one end
# custom:
#   severity: info
#   confidence: strong
#   fix: Keep either the container that prints the log or the one that ships it.
package podlint.rules.logging.log_double_collected

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q prints %s, which %q ships as well", [printer.container, printer.file, shipper.container]),
	"path": printer.at,
	"container": printer.container,
	"related": [{"msg": sprintf("%q ships it", [shipper.container]), "path": shipper.at}],
	"certainty": certainty.of([printer, shipper], []),
} if {
	some printer in input.pod.handovers
	printer.op == "tail"
	printer.phase == "run"
	printer.volume != ""
	printer.kept == false
	_prints(printer.container)
	some shipper in _shippers
	shipper.container != printer.container
	shipper.volume == printer.volume
	_same(shipper, printer)
	not _left_alone
}

# Who ships logs prints none.
_shippers := [read |
	some read in input.pod.handovers
	read.op == "tail"
	input.pod.who[read.container].role in {"log-agent", "telemetry"}
	not _prints(read.container)
]

_prints(name) if {
	some container in input.pod.containers
	container.name == name
	container.prints == true
}

_same(shipper, printer) if shipper["in"] == printer["in"]

# A pattern for all files of one directory.
_same(shipper, printer) if {
	shipper.pattern == true
	[dir, name] := regex.split(`/?\*`, shipper["in"])
	startswith(printer["in"], dir)
	endswith(printer["in"], name)
	count(split(printer["in"], "/")) == count(split(shipper["in"], "/"))
}

_left_alone if input.pod.annotations["fluentbit.io/exclude"] == "true"

_left_alone if input.pod.annotations["co.elastic.logs/enabled"] == "false"
