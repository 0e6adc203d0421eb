# METADATA
# title: Content that the web server does not serve
# description: |
#   ## What
#   A web server mounts the volume that another container fills, but it serves other directories, and nothing that it is told names the
#   mount.
#
#   ## Why it hurts
#   Visitors see the welcome page of the image, or a 404, while the content lies beside it.
#
#   ## When it is fine
#   The configuration of the server names the mount. podlint looks only where all of the configuration is among the manifests, or none is
#   mounted.
#
#   ## How to fix
#   Mount the content where the server looks, or tell it where to look:
#   ```yaml
#   containers:
#     - name: nginx
#       image: nginx:1.27.0
#       volumeMounts:
#         - {name: content, mountPath: /usr/share/nginx/html, readOnly: true}
#   ```
# related_resources:
#   - ref: https://hub.docker.com/_/nginx
#     description: Where the image looks for content
#   - ref: https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
#     description: A web server and a container that fills its directory
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount the volume at the directory that the server serves.
package podlint.rules.coupling.content_not_served

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q serves %s, but %q fills volume %q, which it mounts at %s", [
		server.name,
		served[0].file,
		fill.container,
		mount.volume,
		mount.mount_path,
	]),
	"path": mount.path,
	"container": server.name,
	"certainty": certainty.of([served[0], fill], certainty.absent(_told(server))),
	"related": [{"msg": sprintf("%q writes here", [fill.container]), "path": fill.path}],
} if {
	some fill in input.pod.outputs
	fill.op == "write"
	fill.kind == "emptyDir" # others are filled from elsewhere and looked at by others, too
	input.pod.who[fill.container].role == "content-sync"
	some server in input.pod.containers
	server.role == "web-front"
	server.config_hidden == false
	some mount in server.mounts
	mount.volume == fill.volume
	served := [f | some f in server.files; f.op == "serve"]
	count(served) > 0
	not _names(server, mount.volume)
}

_told(server) := [{"who": server.name, "seen": input.pod.who[server.name].seen.files}]

# It uses something of the volume, or is told of it.
_names(server, volume) if {
	some use in array.concat(object.get(server, "files", []), object.get(server, "places", []))
	use.volume == volume
}
