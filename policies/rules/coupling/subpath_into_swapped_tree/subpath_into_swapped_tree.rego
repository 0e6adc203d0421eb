# METADATA
# title: Mount pins a checkout that is swapped
# description: |
#   ## What
#   git-sync publishes each new checkout by turning a link in its root to it and removing the old one. A container mounts that link, or something
#   below it, by a subPath.
#
#   ## Why it hurts
#   A subPath is resolved once, when the container starts. The mount stays at the checkout of that moment, which git-sync removes at the next
#   change: the program goes on with old files, then finds none. If git-sync is not ready yet, the kubelet makes an empty directory of the link's
#   name, over which git-sync fails.
#
#   ## When it is fine
#   A git-sync that runs once, in an init container, never swaps anything.
#
#   ## How to fix
#   Mount the root and name the link in the path:
#   ```yaml
#   containers:
#     - name: web
#       args: ["--root=/site/current"]
#       volumeMounts:
#         - {name: site, mountPath: /site, readOnly: true}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/git-sync/blob/master/README.md
#     description: The link is what git-sync promises
#   - ref: https://github.com/kubernetes/git-sync/issues/186
#     description: Mounts that keep the old checkout
# custom:
#   severity: warning
#   confidence: strong
#   fix: Mount the volume without the subPath and follow the link in the path.
package podlint.rules.coupling.subpath_into_swapped_tree

import data.podlint.lib.certainty
import data.podlint.lib.checkouts
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q mounts %s of volume %q by a subPath, which stays at the old checkout when %q turns its link", [
		mount.container,
		mount.sub_path,
		volume.name,
		name,
	]),
	"path": array.concat(mount.path, ["subPath"]),
	"container": mount.container,
	"certainty": certainty.of([root, {"certainty": sync.known_certainty, "reason": sprintf("%q is git-sync by the name of its image", [name])}], []),
	"related": [{"msg": sprintf("%q publishes its checkouts here", [name]), "path": root.path}],
} if {
	some name, sync in input.pod.who
	sync.role == "content-sync"
	checkouts.git_sync(sync)
	sync.lifetime == "endless"
	root := checkouts.root(name)
	some volume in input.pod.volumes
	volume.name == root.volume
	link := checkouts.link(name, root)
	some mount in volume.mounted_by
	mount.container != name
	outputs.under(mount.sub_path, link["in"])
}
