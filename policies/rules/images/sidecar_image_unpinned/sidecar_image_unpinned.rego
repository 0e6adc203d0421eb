# METADATA
# title: Floating image beside a pinned one
# description: |
#   ## What
#   One container of the pod runs an image that stays (two numeric parts, a date, a commit, a digest), another one runs an image that
#   moves: no tag, `latest`, a channel (`stable`, `main`, `nightly`), a variant alone (`alpine`), a lone major (`2`).
#
#   ## Why it hurts
#   Whoever pinned the one image wants to know what runs. The other one changes with every pull: two replicas of one rollout run different
#   helpers, a rollback of the app does not bring the old helper back, and a helper's new release opens a port or drops a flag under an
#   app that nobody touched.
#
#   ## When it is fine
#   When the app itself moves (a development build beside pinned helpers), nothing more than advice is given. The same holds for a tag that names only the
#   version of a language. Tags that are neither (`kaniko`, `master-4`) and placeholders are left alone, and so are images that a
#   `kustomization.yaml` of the same run gives a tag, and Istio's `auto`.
#
#   ## How to fix
#   Name a version, or a digest:
#   ```yaml
#   initContainers:
#     - name: wait-for-db
#       image: busybox:1.36.1
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/
#     description: Image names and tags
#   - ref: https://github.com/k0rdent/kof/issues/604
#     description: A helper image without a fixed version
#   - ref: https://github.com/brigadecore/brigade/issues/1585
#     description: A floating helper beside pinned components
# custom:
#   severity: warning
#   confidence: certain
#   fix: Pin the image to a version or a digest.
package podlint.rules.images.sidecar_image_unpinned

violation contains {
	"msg": sprintf(
		"image of %q %s, while %q stays at %s: it changes by itself",
		[image.container, _says(image), image.pinned, image.pinned_to],
	),
	"path": image.path,
	"container": image.container,
	"severity": _severity(image),
	"related": [{"msg": sprintf("%q is pinned here", [image.pinned]), "path": image.pinned_path}],
} if {
	some image in input.pod.images.floating
}

_severity(image) := "warning" if _upsets_app(image)

_severity(image) := "info" if not _upsets_app(image)

# A helper that changes under a pinned app. The version of a language says something at least.
_upsets_app(image) if {
	image.helper
	image.pinned_app
	image.moves != "language"
}

_says(image) := "has no tag" if image.moves == "untagged"

_says(image) := sprintf("moves with its tag %q", [image.tag]) if image.moves in {"latest", "channel"}

_says(image) := sprintf("names no version (tag %q)", [image.tag]) if image.moves == "variant"

_says(image) := sprintf("names only a major version (tag %q)", [image.tag]) if image.moves == "major"

_says(image) := sprintf("names only a language's version (tag %q)", [image.tag]) if image.moves == "language"
