# METADATA
# title: Default container is the wrong one
# description: |
#   ## What
#   The pod has several containers and names no default one. `kubectl logs` and `kubectl exec` then take the first regular
#   container, and that is a helper, or an app whose log comes out of another container.
#
#   ## Why it hurts
#   Whoever looks into a broken pod reads the log of the proxy or of the probe, or nothing at all, and may take it for the
#   app's. `kubectl exec` opens a shell in the wrong file system or fails because the helper's image has none. Old clients
#   refuse to choose: `a container name must be specified for pod`.
#
#   ## When it is fine
#   The first container is the app and logs to stdout: nothing is reported then. A pod of helpers only has no app to name. What a Service
#   leads to is the app, whatever its image is made for; of a proxy or guard it is what that fronts. In the controller of a storage driver
#   the helpers do the work, so that it is a doubt there.
#
#   ## How to fix
#   Name the container in the annotation of the pod (the template's metadata, not the workload's), or list it first.
#
#   ```yaml
#   template:
#     metadata:
#       annotations:
#         kubectl.kubernetes.io/default-container: app
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/2227-kubectl-default-container
#     description: The annotation that names the default container
#   - ref: https://github.com/istio/istio/issues/26764
#     description: kubectl picks the proxy instead of the app
#   - ref: https://github.com/kubernetes/kubernetes/issues/96986
#     description: The first container is taken when none is named
# custom:
#   severity: info
#   confidence: strong
#   fix: Name the main container in the annotation `kubectl.kubernetes.io/default-container` of the pod template.
package podlint.rules.logging.default_container_missing

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("kubectl picks the first container %q, a helper; no default-container annotation names %q", [name, wanted]),
	"path": first.name_path,
	"container": name,
	"certainty": certainty.of([{"certainty": first.part_certainty, "reason": sprintf("%q is a helper: %s", [name, first.part_by])}], certainty.absent(array.concat(_rivals(name, first), _named_otherwise(name, wanted)))),
	"related": [{"msg": sprintf("container %q is the one to name", [wanted]), "path": input.pod.who[wanted].name_path}],
	"fix": _fix(wanted),
} if {
	some name, first in input.pod.who
	first.class == "regular"
	first.part == "helper"
	name == pods.first
	not _named
	pods.complete
	wanted := _app
	_serves(name, first, wanted)
}

violation contains {
	"msg": sprintf("kubectl logs picks %q, whose log reaches stdout only in %q; no default-container annotation", [name, stream.to]),
	"path": first.name_path,
	"container": name,
	"certainty": certainty.of([stream, stream.source], []),
	"related": [{"msg": sprintf("container %q is the one to name", [stream.to]), "path": stream.path}],
	"fix": _fix(stream.to),
} if {
	some name, first in input.pod.who
	first.class == "regular"
	first.stdout == false
	first.part != "helper"
	name == pods.first
	stream := _streams(name)[0]
	not _named
	pods.complete
}

_fix(name) := fixes.annotation(
	sprintf("Name %q in the annotation `kubectl.kubernetes.io/default-container`.", [name]),
	"kubectl.kubernetes.io/default-container",
	name,
)

# Who prints a log of the container again, with the place where it does.
_streams(name) := [{"to": read.container, "path": read.path, "certainty": read.certainty, "source": source} |
	some read in input.pod.handovers
	read.volume != ""
	read.container != name
	_follows(read)
	_prints(read)
	_holds(read, name) == "log"
	source := _source(read, name)
]

_follows(read) if read.does == "follows"

_follows(read) if {
	read.op == "read"
	read.endless == true
	read.tool in {"cat", "tail"}
}

# It comes out at the reader's own stdout, and is shipped nowhere else.
_prints(read) if {
	read.kept == false
	some container in input.pod.containers
	container.name == read.container
	container.class == "regular"
	container.prints == true
}

# The ordinary log, or something beside it: an audit log, slow queries, the garbage collector's work.
_holds(read, name) := "aside" if {
	some word in ["audit", "slow", "gc.log", "gc-"]
	contains(lower(read.file), word)
} else := "aside" if {
	some log in input.pod.logs
	log.container == name
	log.volume == read.volume
	log.purpose == "audit"
	read.container in log.read_by
} else := "log"

# The container is seen to write the file; where nobody is, it is a guess that one does of which nothing is known.
_source(read, name) := writes[0] if {
	writes := [w |
		some w in read.writes
		w.container == name
		w.op in {"append", "write"}
		w.meets in {"same", "overlap"}
	]
	count(writes) > 0
} else := {"certainty": "guessed", "reason": sprintf("%q may write %s", [name, read.file])} if {
	read.written == false
	input.pod.who[name].opaque == true
	some m in read.mounts
	m.container == name
	m.writable == true
}

# The second key is retired, but old clients read it.
_named if {
	some key in ["kubectl.kubernetes.io/default-container", "kubectl.kubernetes.io/default-logs-container"]
	input.pod.annotations[key] != ""
}

# The likeliest app that does more than wait.
_app := [member.container | some member in input.pod.app; input.pod.who[member.container].idle == false][0]

# A program of a kind that serves a neighbour as often as not is a helper of this app by a tie alone.
_serves(_, first, _) if first.serves != "often"

_serves(name, _, app) if pods.joined(name, app)

# Beside a storage driver the helpers do a part of the work: whose log is wanted, nobody can say.
# Whoever named the containers says the contrary.
_named_otherwise(name, wanted) := [{"who": name, "seen": "some", "reason": sprintf("the names say that %q is the app", [name])}] if {
	name in {"app", "application", "main"}
} else := [{"who": wanted, "seen": "some", "reason": sprintf("its name says that %q is a helper", [wanted])}] if {
	some word in {"sidecar", "helper"}
	contains(wanted, word)
} else := []

_rivals(name, helper) := [{"who": name, "seen": "some", "reason": "the helpers of a storage driver do a part of the work"}] if {
	helper.role in {"csi", "health-bridge"}
} else := []
