# METADATA
# title: Checkout is published where nobody looks
# description: |
#   ## What
#   git-sync keeps its checkouts below a root directory and publishes the current one by a link in it. Either the root lies on no volume, or
#   a web server hands out another place of the volume than the link.
#
#   ## Why it hurts
#   Without a volume nobody sees the checkout. A server that hands out the root shows directories with hashes for names, or answers 403
#   and 404.
#
#   ## When it is fine
#   A server whose configuration is not among the manifests may follow the link; podlint is silent about it, and about programs that it does
#   not know.
#
#   ## How to fix
#   Serve the link, which lies below the root and is named by `--link` (the repository's name without it):
#   ```yaml
#   containers:
#     - name: sync
#       image: registry.k8s.io/git-sync/git-sync:v4.2.3
#       args: ["--repo=https://git.example/site", "--root=/git", "--link=current"]
#       volumeMounts:
#         - {name: site, mountPath: /git}
#     - name: web
#       image: example.org/web:1.0.0
#       args: ["--root=/site/current"]
#       volumeMounts:
#         - {name: site, mountPath: /site, readOnly: true}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/git-sync
#     description: The root and the link of git-sync
#   - ref: https://github.com/kubernetes/git-sync/issues/43
#     description: Root and destination confused
#   - ref: https://github.com/kubernetes/git-sync/issues/325
#     description: Where the checkout is to be found
# custom:
#   severity: error
#   confidence: strong
#   fix: Point the reader at the link, or the root at the shared volume.
package podlint.rules.coupling.content_sync_root_mismatch

violation contains {
	"msg": sprintf("container %q serves %s, but %q publishes its checkout at %s", [sync.reader, sync.file, sync.container, _wanted(sync)]),
	"path": sync.path,
	"container": sync.reader,
} if {
	some sync in input.pod.coupling.sync_roots
	sync.reader
}

violation contains {
	"msg": sprintf("container %q checks out below %s, which is on no volume; its neighbours look into volume %q", [sync.container, sync.root, sync.volume]),
	"path": sync.path,
	"container": sync.container,
} if {
	some sync in input.pod.coupling.sync_roots
	not sync.reader
}

_wanted(sync) := sync.wanted if sync.wanted

else := sync.link
