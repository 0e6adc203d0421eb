# METADATA
# title: Two Envoys with one base id
# description: |
#   ## What
#   Two containers of the pod run Envoy with its default base id.
#
#   ## Why it hurts
#   Envoy opens an abstract Unix socket for its hot restart, named after the base id. Abstract sockets belong to the network
#   namespace, which the containers share, so the second Envoy ends with `unable to bind domain socket with base_id=0, id=0`.
#
#   ## When it is fine
#   With `--base-id`, `--use-dynamic-base-id` or `--disable-hot-restart` on one of them. Programs that start an Envoy of their own
#   (Istio, Consul, Kuma) choose a base id by themselves and are not counted.
#
#   ## How to fix
#   Switch hot restart off, which no container needs, or let Envoy choose an id.
#
#   ```yaml
#   args: ["-c", "/etc/envoy/envoy.yaml", "--disable-hot-restart"]
#   ```
# related_resources:
#   - ref: https://github.com/envoyproxy/envoy/issues/88
#     description: The socket of the hot restart in one network namespace
#   - ref: https://github.com/envoyproxy/envoy/issues/3218
#     description: Several Envoys in one pod
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/operations/cli
#     description: Command line options of Envoy
# custom:
#   severity: error
#   confidence: strong
#   fix: Add `--disable-hot-restart` or `--use-dynamic-base-id` to one of the Envoys.
package podlint.rules.network.envoy_base_id_clash

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("containers %q and %q both run Envoy with base id 0: the second cannot bind its restart socket", [first.name, second.name]),
	"path": second.image.path,
	"container": second.name,
	"certainty": certainty.of([_evidence(first), _evidence(second)], []),
	"related": [{"msg": sprintf("%q has the socket first", [first.name]), "path": first.image.path}],
} if {
	some i, second in _base_0
	i > 0
	first := _base_0[0]
}

# Plain Envoys: programs that start an Envoy of their own set its base id. One that only validates runs no hot restart.
_base_0 := [container |
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	object.get(container, "known", "") == "envoy"
	container.own_program == true
	every argument in object.get(container, "argv", []) {
		not regex.match(`--(base-id|use-dynamic-base-id|disable-hot-restart|mode)`, argument)
	}
]

_evidence(container) := {"certainty": object.get(container.image, "certainty", "guessed"), "reason": sprintf("that %q runs Envoy", [container.name])}
