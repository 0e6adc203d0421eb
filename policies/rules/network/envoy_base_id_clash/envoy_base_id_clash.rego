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

violation contains {
	"msg": sprintf("containers %q and %q both run Envoy with base id 0: the second cannot bind its restart socket", [
		clash.first,
		clash.second,
	]),
	"path": clash.path,
	"container": clash.second,
	"related": [{"msg": sprintf("%q has the socket first", [clash.first]), "path": clash.first_path}],
} if {
	some clash in input.pod.network.envoy_clashes
}
