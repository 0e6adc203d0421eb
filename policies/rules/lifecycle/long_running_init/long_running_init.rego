# METADATA
# title: Init container that never ends
# description: |
#   ## What
#   An ordinary init container runs a server, a proxy, a synchroniser or an endless loop.
#
#   ## Why it hurts
#   The kubelet starts the next container when an init container has ended. This one does not, so the pod stays in
#   `Init:0/1` for ever, without an event that says why.
#
#   ## When it is fine
#   A loop that ends when something is there is a wait. Tools with a one-time mode are fine in that mode, and so is a server in the
#   background of a script that goes on.
#
#   ## How to fix
#   A helper that is meant to go on is a native sidecar (Kubernetes 1.29). A synchroniser that is meant to run once has a flag
#   for it.
#
#   ```yaml
#   initContainers:
#     - name: proxy
#       image: example.org/proxy:1.2.3
#       restartPolicy: Always
#     - name: clone
#       image: registry.k8s.io/git-sync/git-sync:v4.4.0
#       args: ["--repo=https://example.org/site.git", "--one-time"]
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/146
#     description: A database proxy as an init container
#   - ref: https://github.com/kubernetes/git-sync/issues/127
#     description: A synchroniser as an init container
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
# custom:
#   severity: error
#   confidence: strong
#   fix: Make it a native sidecar by a `restartPolicy` of `Always`, or use the program's one-time mode.
package podlint.rules.lifecycle.long_running_init

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.words

violation contains {
	"msg": sprintf("init container %q never ends (%s), so no other container starts", [name, words.short(init.ends.text, 48)]),
	"path": init.ends.path,
	"container": name,
	"certainty": certainty.of([init.ends], []),
	"fix": fixes.unsafe(fixes.set(
		"Make it a native sidecar.",
		array.concat(array.slice(init.name_path, 0, count(init.name_path) - 1), ["restartPolicy"]),
		"Always",
	)),
} if {
	some name, init in input.pod.who
	init.class == "init"
	init.lifetime == "endless"
}
