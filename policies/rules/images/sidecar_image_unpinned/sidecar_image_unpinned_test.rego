package podlint.rules.images.sidecar_image_unpinned_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_image_unpinned as rule

_image(overrides) := object.union(
	{
		"container": "wait",
		"helper": true,
		"moves": "untagged",
		"pinned": "app",
		"pinned_to": "1.4.2",
		"pinned_app": true,
		"pinned_path": ["spec", "containers", 0, "image"],
		"path": ["spec", "initContainers", 0, "image"],
	},
	overrides,
)

_found(overrides) := found if {
	found := rule.violation with input as testing.pod({"images": {"floating": [_image(overrides)]}})
}

test_untagged_helper_denied if {
	_found({}) == {{
		"msg": "image of \"wait\" has no tag, while \"app\" stays at 1.4.2: it changes by itself",
		"path": ["spec", "initContainers", 0, "image"],
		"container": "wait",
		"severity": "warning",
		"related": [{"msg": "\"app\" is pinned here", "path": ["spec", "containers", 0, "image"]}],
	}}
}

test_words_for_each_kind_of_tag_denied if {
	words := {
		"latest": "moves with its tag \"t\"",
		"channel": "moves with its tag \"t\"",
		"variant": "names no version (tag \"t\")",
		"major": "names only a major version (tag \"t\")",
		"language": "names only a language's version (tag \"t\")",
	}
	every moves, text in words {
		some v in _found({"moves": moves, "tag": "t"})
		contains(v.msg, text)
	}
}

test_floating_app_is_advice_denied if {
	{v.severity | some v in _found({"helper": false})} == {"info"}
}

test_floating_app_and_helper_beside_pinned_helper_denied if {
	{v.severity | some v in _found({"pinned_app": false})} == {"info"}
}

test_language_version_is_advice_denied if {
	{v.severity | some v in _found({"moves": "language", "tag": "python3.13"})} == {"info"}
}

test_pod_without_floating_image_allowed if {
	rule.violation == set() with input as testing.pod({"images": {}})
}
