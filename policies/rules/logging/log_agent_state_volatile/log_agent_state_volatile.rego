# METADATA
# title: Log agent that forgets how far it has read
# description: |
#   ## What
#   A log agent notes how far it has read its inputs (fluentd's `pos_file`, Filebeat's registry, Promtail's positions, fluent-bit's `DB`, Vector's
#   `data_dir`) in a place that does not live as long as the inputs: on its own file system while the logs are on a volume, or on an `emptyDir`
#   while the logs are on the node or on a claim.
#
#   ## Why it hurts
#   The agent reads from the head where it finds no position. After a restart of the container, or in each new pod, it sends everything that is
#   still there a second time: duplicates, a bill, alerts for what is long over.
#
#   ## When it is fine
#   An agent that starts at the end when it has no position is left alone, and so are logs that live no longer than the positions do. fluentd and
#   Filebeat are reported as a warning, other agents as advice.
#
#   ## How to fix
#   Keep the positions beside the logs: on an `emptyDir` for logs on an `emptyDir`, on a `hostPath` for logs of the node.
#
#   ```yaml
#   volumes:
#     - name: positions
#       hostPath: {path: /var/lib/fluentd-pos, type: DirectoryOrCreate}
#   ```
# related_resources:
#   - ref: https://docs.fluentd.org/input/tail#pos_file-highly-recommended
#     description: What fluentd keeps in its pos_file
#   - ref: https://www.elastic.co/guide/en/beats/filebeat/current/how-filebeat-works.html
#     description: Filebeat's registry
#   - ref: https://github.com/fluent/fluent-bit/issues/1330
#     description: A position database that was lost
# custom:
#   severity: warning
#   confidence: strong
#   fix: Keep the positions on a volume that lives as long as the logs.
package podlint.rules.logging.log_agent_state_volatile

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains object.union(_severity(container), {
	"msg": sprintf("%q keeps its positions in %s, %s, but reads %s of %s: %s sends it again", [
		container.name,
		state.file,
		_place(container, state),
		input_file.file,
		_source(input_file),
		_when(state),
	]),
	"path": state.path,
	"container": container.name,
	"certainty": certainty.of([state, input_file], []),
	"related": [{"msg": "what it reads again is named here", "path": input_file.path}],
}) if {
	pods.several
	some container in input.pod.containers
	container.running == true
	state := _state(container)
	input_file := _outlives(container, state)
}

# Where it notes its positions; an image's default counts when nothing else is said.
_state(container) := told[0] if {
	told := [file | some file in container.files; file.positions; file.origin != "image"; startswith(file.file, "/")]
} else := known[0] if {
	known := [file | some file in container.files; file.positions; file.origin == "image"; startswith(file.file, "/")]
}

# The first input that is there longer than the positions.
_outlives(container, state) := [read |
	some read in input.pod.handovers
	read.container == container.name
	read.op == "tail"
	read.whole == true
	_life(read.kind) > _life(_kind(container, state))
][0]

# The kind of the volume on which it notes its positions, empty for its own file system.
_kind(container, state) := [mount.kind | some mount in container.mounts; mount.volume == state.volume][0] if {
	state.volume
} else := ""

# How long a file lives: with the container (0), with the pod (1), or longer (2). Of other volumes it is not known.
_life("") := 0

_life(kind) := 1 if kind in {"emptyDir", "ephemeral"}

_life(kind) := 2 if kind in {"hostPath", "persistentVolumeClaim", "nfs"}

_place(container, state) := sprintf("on %s %q", [_kind(container, state), state.volume]) if {
	state.volume
} else := "on its own file system"

_source(read) := "the node" if read.kind == "hostPath"

_source(read) := sprintf("volume %q", [read.volume]) if read.kind != "hostPath"

_when(state) := "each restart" if not state.volume

_when(state) := "each new pod" if state.volume

# The two whose users were bitten most often; of others the custom of their images is to start anew.
_severity(container) := {} if _strict(container)

_severity(container) := {"severity": "info"} if not _strict(container)

_strict(container) if startswith(object.get(container, "known", ""), "fluentd")

_strict(container) if startswith(object.get(container, "known", ""), "filebeat")
