package podlint.rules.images.sidecar_image_not_approved_test

import data.podlint.rules.images.sidecar_image_not_approved as rule

_image(overrides) := object.union(
	{
		"reference": "r.example.org/proxy@sha256:1",
		"registry": "r.example.org",
		"repository": "proxy",
		"digest": "sha256:1",
		"path": ["spec", "containers", 0, "image"],
	},
	overrides,
)

_pod(part, image) := {
	"parameters": {"sidecar-image-not-approved": {"approved": ["r.example.org/proxy@sha256:1"]}},
	"pod": {"containers": [{"name": "proxy", "part": part, "class": "regular", "image": image}]},
}

test_approved_digest_allowed if {
	rule.violation == set() with input as _pod("helper", _image({}))
}

test_other_digest_denied if {
	{v.msg | some v in rule.violation} == {"sidecar \"proxy\" runs r.example.org/proxy@sha256:2, which is not approved"} with input as _pod(
		"helper",
		_image({"reference": "r.example.org/proxy@sha256:2", "digest": "sha256:2"}),
	)
}

test_other_registry_denied if {
	count(rule.violation) == 1 with input as _pod("helper", _image({"registry": "docker.io"}))
}

test_tag_denied if {
	image := object.remove(_image({"reference": "r.example.org/proxy:1"}), ["digest"])
	{v.msg | some v in rule.violation} == {"sidecar \"proxy\" names its image by a tag (r.example.org/proxy:1), not by an approved digest"} with input as _pod("helper", image)
}

test_application_allowed if {
	rule.violation == set() with input as _pod("app", _image({"digest": "sha256:2"}))
}
