# METADATA
# title: Init container that appends to a file which may be there already
# description: |
#   ## What
#   An init container appends (`>>`, `tee -a`) to a file on an emptyDir, and nothing empties or replaces the file before.
#
#   ## Why it hurts
#   Init containers run again when the pod's sandbox is made anew: the node restarts, or the sandbox dies. The emptyDir lives as long
#   as the pod and still holds the file of the first run, so that everything stands in it twice: settings with each section doubled,
#   lists with each entry doubled. Kubernetes asks for init containers that can run more than once.
#
#   ## When it is fine
#   A log that may grow; a file that the script removes or writes anew first; an entry that is only added when it is missing.
#
#   ## How to fix
#   Begin with `>` and append only after that:
#
#   ```yaml
#   initContainers:
#     - name: render
#       image: busybox:1.36.1
#       command: ["sh", "-c", "cat /template/base.conf > /conf/app.conf; echo \"node = $NODE\" >> /conf/app.conf"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior
#     description: Init container code should be idempotent; files on an emptyDir may already exist
# custom:
#   severity: info
#   confidence: strong
#   fix: Write the file anew with `>` before anything is appended.
package podlint.rules.coupling.init_appends_again

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("init container %q appends to %s: run again in the same pod, it writes everything a second time", [adds.container, adds.file]),
	"path": adds.path,
	"container": adds.container,
	"related": [{"msg": sprintf("%q reads it here", [reader.container]), "path": reader.path} | some reader in [_readers(adds)[0]]],
	"certainty": certainty.of([adds], []),
} if {
	some adds in input.pod.outputs
	adds.op == "append"
	adds.kind == "emptyDir"
	adds.phase == "init"
	adds.log == false
	adds.ignorable == false
	adds.glob == false
	adds.exact == true
	input.pod.who[adds.container].class == "init"
	count(_readers(adds)) > 0
	not _anew(adds)
	not _asked(adds)
}

# Those who take the file in while the pod runs.
_readers(adds) := [reader |
	some reader in adds.readers
	reader.self == false
	input.pod.who[reader.container].class in {"regular", "sidecar", "init"}
	reader.phase in {"run", "init"}
]

# It, or an init container before it, writes the file as a whole, or removes it.
_anew(adds) if {
	some other in input.pod.outputs
	other.container == adds.container
	_replaces(other, adds)
}

_anew(adds) if {
	some other in input.pod.outputs
	input.pod.who[other.container].order < input.pod.who[adds.container].order
	_replaces(other, adds)
}

_replaces(other, adds) if {
	other.op in {"write", "remove"}
	other.volume == adds.volume
	_covers(other, adds)
}

_covers(other, adds) if other.in == adds.in

_covers(other, adds) if {
	other.op == "remove"
	some writer in adds.writers
	writer.container == other.container
	writer.in == other.in
}

_covers(other, adds) if {
	other.dir == true
	other.in in {".", regex.replace(adds.in, `/[^/]*$`, "")}
}

# A wildcard, such as rm -f /conf/*.
_covers(other, adds) if {
	other.glob == true
	startswith(adds.in, regex.replace(other.in, `[*?\[].*$`, ""))
}

# The script looks at the file before, to see whether the entry is there.
_asked(adds) if {
	some reader in adds.readers
	reader.self == true
}
