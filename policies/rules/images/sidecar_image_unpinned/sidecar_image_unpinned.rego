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

import data.podlint.lib.pods

violation contains {
	"msg": sprintf(
		"image of %q %s, while %q stays at %s: it changes by itself",
		[container.name, _says(container.image), pinned.name, object.get(pinned.image, "tag", "a digest")],
	),
	"path": container.image.path,
	"container": container.name,
	"severity": _severity(container, pinned),
	"related": [{"msg": sprintf("%q is pinned here", [pinned.name]), "path": pinned.image.path}],
} if {
	some container in input.pod.containers
	container.image.moves
	container.class in {"init", "sidecar", "regular"}
	pinned := _pinned
}

# A container whose image stays: one that is no helper when there is one, else any; by name, so that it does not hang on their order.
_pinned := list[0] if {
	list := [c | some name in sort(_staying - pods.helpers); some c in input.pod.containers; c.name == name]
	count(list) > 0
} else := list[0] if {
	list := [c | some name in sort(_staying); some c in input.pod.containers; c.name == name]
	count(list) > 0
}

_staying := {c.name |
	some c in input.pod.containers
	c.image.pinned == true
	c.class in {"init", "sidecar", "regular"}
}

# A helper that runs beside a pinned app and changes under it. What runs before is gone when it works, and the version of a language says
# something at least.
_severity(container, pinned) := "warning" if {
	container.running == true
	pods.helper(container.name)
	not pods.helper(pinned.name)
	moves := container.image.moves
	moves in {"untagged", "latest", "channel"}
} else := "info"

_says(image) := "has no tag" if image.moves == "untagged"

_says(image) := sprintf("moves with its tag %q", [image.tag]) if image.moves in {"latest", "channel"}

_says(image) := sprintf("names no version (tag %q)", [image.tag]) if image.moves == "variant"

_says(image) := sprintf("names only a major version (tag %q)", [image.tag]) if image.moves == "major"

_says(image) := sprintf("names only a language's version (tag %q)", [image.tag]) if image.moves == "language"
