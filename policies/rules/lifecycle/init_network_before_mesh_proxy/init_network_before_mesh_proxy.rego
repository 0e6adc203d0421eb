# METADATA
# title: Init container without a network, before the mesh's proxy runs
# description: |
#   ## What
#   A mesh injects an init container that sends the pod's outgoing connections to its proxy, and an init container that comes after it, such as
#   `vault-agent-init`, connects to a server. The proxy is a regular container, so it starts when all init containers are done.
#
#   ## Why it hurts
#   Every connection of that init container leads to a proxy that is not there: `connection refused`. It never ends, and the pod hangs in
#   `Init`. Injectors run in the order of their webhooks' names, so that Vault's agent is put behind `istio-init` and `linkerd-init`.
#
#   ## When it is fine
#   Newer platforms inject the proxy as a native sidecar, which starts first: Istio 1.27 on nodes with Kubernetes 1.33, Linkerd 2.20. podlint takes
#   the target version into account, and without one only gives advice. Init containers before the redirection, one that runs as the proxy's
#   own user, ports that an annotation lets around the proxy, and other settings that narrow what the proxy takes are fine. What the manifest's
#   own init containers connect to is in doubt: they come before the redirection of `istio-init`, and after that of the mesh's CNI plugin.
#
#   ## How to fix
#   Put the agent in front, or let the mesh inject a native sidecar:
#
#   ```yaml
#   annotations:
#     vault.hashicorp.com/agent-inject: "true"
#     vault.hashicorp.com/agent-init-first: "true"
#   ```
# related_resources:
#   - ref: https://github.com/istio/istio/issues/11130
#     description: Init containers have no network behind the redirection
#   - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations#vault-hashicorp-com-agent-init-first
#     description: The annotation that puts Vault's agent first
#   - ref: https://linkerd.io/2/features/cni/
#     description: Init containers and Linkerd's redirection
# custom:
#   severity: warning
#   confidence: strong
#   fix: Put the init container before the redirection, let its ports around the proxy, or inject the proxy as a native sidecar.
package podlint.rules.lifecycle.init_network_before_mesh_proxy

import data.podlint.lib.certainty

violation contains object.union_n([_severity(injector), _container(cut), {
	"msg": sprintf("%q (from %s) comes after %q, which leads its connections to a proxy not up yet", [
		cut.name,
		_from(cut),
		redirect.name,
	]),
	"path": call.path,
	"certainty": certainty.of([call], []),
	"related": [{"msg": "the proxy is injected here", "path": injector.path}],
}]) if {
	some injector in input.pod.injectors
	injector.native == false
	injector.outbound.narrowed == false
	some redirect in input.pod.containers
	redirect.redirects == true
	redirect.name in injector.adds
	some cut in input.pod.containers
	_init(cut)
	cut.calls_out == true
	_order(cut) > _order(redirect)
	not _proxy_before(cut)
	not _proxys_user(cut, injector)
	call := _call(cut, injector)
}

# The CNI plugin redirects before any container starts, and the pod does not say whether the mesh uses it.
violation contains object.union(_severity(injector), {
	"msg": sprintf("%q connects to %s before the proxy of %q is up: refused where the mesh redirects by its CNI plugin", [
		cut.name,
		call.host,
		injector.id,
	]),
	"path": call.path,
	"container": cut.name,
	"certainty": certainty.of([call], [{"who": redirect.name, "seen": "some", "reason": "whether the mesh uses its CNI plugin is not in sight"}]),
	"related": [{"msg": "the proxy is injected here", "path": injector.path}],
}) if {
	some injector in input.pod.injectors
	injector.native == false
	injector.outbound.narrowed == false
	some redirect in input.pod.containers
	redirect.redirects == true
	redirect.name in injector.adds
	some cut in input.pod.containers
	cut.class == "init"
	cut.calls_out == true
	_order(cut) < _order(redirect)
	not _proxy_before(cut)
	not _proxys_user(cut, injector)
	call := _call(cut, injector)
}

_init(container) if container.class == "init"

_init(container) if input.pod.who[container.name].injected_as == "init"

_order(container) := input.pod.who[container.name].order

# A proxy that is written into the manifest as a native sidecar is up by then.
_proxy_before(cut) if {
	some m in input.pod.who
	m.role == "mesh-proxy"
	"sidecar" in {m.class, m.injected_as}
	m.order < _order(cut)
}

# The redirection lets the proxy's own user out.
_proxys_user(cut, injector) if cut.security.run_as_user.value == injector.uid

# The connection that fails. Which one an injected container makes is not in sight: ports that are let around the proxy may be meant for it.
_call(cut, injector) := {"certainty": input.pod.who[cut.name].known_certainty, "path": cut.path} if {
	cut.class == "injected"
	count([1 | some range in injector.outbound.ports; range.how == "around"]) == 0
}

_call(cut, injector) := [dial |
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == cut.name
	dial.phase == "init"
	dial.protocol == "TCP"
	dial.host_class in {"external", "service"}
	dial.ignorable == false
	not _skipped(dial, injector)
][0] if {
	cut.class != "injected"
}

_skipped(dial, injector) if {
	some range in injector.outbound.ports
	range.how == "around"
	dial.port >= range.from
	dial.port <= range.to
}

_from(cut) := [injector.switch | some injector in input.pod.injectors; cut.name in injector.adds][0] if {
	cut.class == "injected"
}

_from(cut) := "the manifest" if cut.class != "injected"

_container(cut) := {"container": cut.name} if cut.class != "injected"

_container(cut) := {} if cut.class == "injected"

# Newer clusters get a native sidecar, and nobody says which version the cluster has.
_severity(injector) := {"severity": "info"} if {
	injector.native_from != ""
	not input.target.minor
} else := {}
