# METADATA
# title: Port bound by two containers
# description: |
#   ## What
#   Two containers of the pod bind the same port on addresses that meet, and `ports` does not show it: a flag, a variable, a
#   configuration file, a script or the image's default makes at least one of them listen there.
#
#   ## Why it hurts
#   The containers of a pod share one network namespace, so only the first of them gets the port. The other one ends with
#   `bind: address already in use` and goes to `CrashLoopBackOff`. It often comes with an update: a helper's new release opens a
#   metrics or health port that the application has had all along.
#
#   ## When it is fine
#   Different addresses do not meet: one program on the loopback address, the other on the pod's own. podlint looks at listeners
#   that are on by default in the image's version only, leaves a port alone that a container merely declares for a health bridge
#   or for a proxy in front of it, and takes an explicit listen flag for the truth where `ports` says something else. A port that
#   both declare is reported by `port-conflict-declared`. Of the ports of an injected proxy only those count here that an annotation opens,
#   such as Consul's upstreams; its own are `mesh-reserved-port`'s. Where the evidence is a variable such as `PORT`, which the
#   program may not read, or knowledge that nobody checked, the report is a warning.
#   Two programs that go on without a port that is taken are left alone, unless a probe asks for it.
#
#   ## How to fix
#   Move one of the two, by the setting that its program has for it.
#
#   ```yaml
#   containers:
#     - name: web
#       image: nginx:1.27.0
#     - name: admin
#       image: example.org/admin:2.0.1
#       args: ["--listen=:8081"]
#   ```
# related_resources:
#   - ref: https://github.com/k0rdent/kof/issues/604
#     description: A sidecar's own server takes port 8080 from the application
#   - ref: https://github.com/vitorbari/mcp-operator/issues/41
#     description: A sidecar and the application on one port
#   - ref: https://github.com/GoogleCloudPlatform/esp-v2/issues/363
#     description: A proxy's internal port meets the application's
# custom:
#   severity: error
#   confidence: strong
#   fix: Move one of the two programs to another port by its own setting.
package podlint.rules.network.port_conflict_effective

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods
import data.podlint.lib.words

violation contains {
	"msg": sprintf("containers %q (%s) and %q (%s) both bind port %d/%s; the second to start fails", [
		first.container,
		_by(first),
		second.container,
		_by(second),
		binding.port,
		binding.protocol,
	]),
	"path": second.path,
	"container": second.container,
	"certainty": certainty.of([first, second], _nobody),
	"related": [{"msg": sprintf("%q takes the port here", [first.container]), "path": first.path}],
} if {
	some binding in input.pod.bindings
	binding.shared == true
	some i, first in binding.takers
	some j, second in binding.takers
	i < j
	pods.coexist(first.container, second.container)
	_bound([first, second])
	not net.both_declare(first, second)
	net.compete(first, second)
	not _do_without(first, second, binding.port)
	not _leaves(first, second, binding.port)
	not _leaves(second, first, binding.port)
}

violation contains {
	"msg": sprintf("injected %q opens port %d on loopback (%s), which %s; the second to bind it fails", [
		upstream.container,
		binding.port,
		_by(upstream),
		_taken(other, upstream),
	]),
	"path": upstream.path,
	"certainty": certainty.of([upstream, other], _nobody),
	"related": [{"msg": sprintf("%q takes the port here", [other.container]), "path": other.path}],
} if {
	some binding in input.pod.bindings
	binding.shared == true
	some i, upstream in binding.takers
	upstream.origin == "annotation"
	some j, other in binding.takers
	_once(i, j, other)
	_beside(other)
	_meets_upstream(other, upstream)
	not _leaves(other, upstream, binding.port)
}

# Of two upstreams on one port the later one is reported.
_once(i, j, other) if {
	i != j
	other.origin != "annotation"
}

_once(i, j, other) if {
	j < i
	other.origin == "annotation"
}

# It runs while the proxy does.
_beside(other) if input.pod.who[other.container].class in {"regular", "sidecar"}

_beside(other) if input.pod.who[other.container].injected_as in {"regular", "sidecar"}

# An upstream is opened on the loopback address; whoever merely declares the port most likely binds every address.
_meets_upstream(other, upstream) if {
	other.binds
	net.compete(other, upstream)
}

_meets_upstream(other, _) if {
	not other.binds
	other.declared
	input.pod.who[other.container].role != "mesh-proxy"
}

_taken(other, upstream) := sprintf("it binds itself (%s)", [_by(other)]) if other.container == upstream.container

_taken(other, upstream) := sprintf("%q binds (%s)", [other.container, _by(other)]) if {
	other.container != upstream.container
}

# That a port is merely declared is the guess already; who would leave it to the other one is no second one.
_nobody := certainty.absent([])

# A port that nobody is known to bind is no conflict yet, and one that both declare is port-conflict-declared's.
_bound(takers) if {
	some taker in takers
	taker.binds
}

# A container that merely declares a port leaves it to another one that binds it: it calls that one, it is told to listen elsewhere, what
# its image serves is known, or its probes are answered by the other. That the other's role is one of programs that call a neighbour says
# nothing of this port.
_leaves(declares, binds, _) if {
	not declares.binds
	net.surely_calls(binds.container, declares.container)
}

_leaves(declares, _, _) if {
	not declares.binds
	some other in input.pod.who[declares.container].ports
	other.binds == true
	other.declared == false
	other.purpose == ""
	other.origin != "image"
}

_leaves(declares, _, _) if {
	not declares.binds
	input.pod.who[declares.container].seen.listens == "all"
}

# It runs something else of the image that serves the port beside it: the declaration came along.
_leaves(declares, binds, _) if {
	not declares.binds
	input.pod.who[declares.container].own_program == false
	input.pod.who[binds.container].own_program == true
	input.pod.who[declares.container].image == input.pod.who[binds.container].image
}

_leaves(declares, _, port) if {
	not declares.binds
	net.probed(declares.container, port, "neighbour")
}

# Both programs go on when they cannot bind the port, and nobody asks either of them there.
_do_without(first, second, port) if {
	first.optional
	second.optional
	not _probed({first.container, second.container}, port)
}

_probed(names, port) if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.port == port
	probe.from in names
}

_by(taker) := "declared" if {
	not taker.binds
} else := "by default" if {
	taker.origin == "image"
} else := "by default" if {
	taker.origin == "injected"
} else := "by default" if {
	taker.text == ""
} else := sprintf("%s, in %s", [words.short(taker.text, 20), words.short(taker.path[2], 20)]) if {
	taker.origin == "config"
	taker.path[1] == "data"
} else := words.short(taker.text, 30)
