package podlint.rules.images.sidecar_image_unpinned_test

import data.podlint.lib.testing
import data.podlint.rules.images.sidecar_image_unpinned as rule

_stays := {"part": "app", "image": testing.image("example.org/app:1.4.2")}

_moves(moves, overrides) := object.union(
	{
		"class": "sidecar",
		"running": true,
		"part": "helper",
		"image": object.union(testing.image("example.org/wait:t"), {"pinned": false, "moves": moves, "path": ["x"]}),
	},
	overrides,
)

_found(app, wait) := found if {
	found := rule.violation with input as testing.pod({"containers": [testing.container("wait", wait), testing.container("app", app)]})
}

test_untagged_helper_denied if {
	_found(_stays, _moves("untagged", {})) == {{
		"msg": "image of \"wait\" has no tag, while \"app\" stays at 1.4.2: it changes by itself",
		"path": ["x"],
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
		some v in _found(_stays, _moves(moves, {}))
		contains(v.msg, text)
	}
}

test_floating_app_is_advice_denied if {
	{v.severity | some v in _found(_stays, _moves("untagged", {"part": "app", "class": "regular"}))} == {"info"}
}

test_floating_helper_beside_pinned_helper_is_advice_denied if {
	{v.severity | some v in _found(object.union(_stays, {"part": "helper"}), _moves("untagged", {}))} == {"info"}
}

test_helper_that_ends_before_the_app_starts_is_advice_denied if {
	{v.severity | some v in _found(_stays, _moves("untagged", {"class": "init", "running": false}))} == {"info"}
}

test_version_of_a_major_line_is_advice_denied if {
	every moves in ["major", "variant"] { {v.severity | some v in _found(_stays, _moves(moves, {}))} == {"info"} }
}

test_language_version_is_advice_denied if {
	{v.severity | some v in _found(_stays, _moves("language", {}))} == {"info"}
}

test_an_app_stands_for_those_that_stay_denied if {
	made := testing.pod({"containers": [
		testing.container("a", object.union(_stays, {"part": "helper"})),
		testing.container("z", _stays),
		testing.container("wait", _moves("untagged", {})),
	]})
	{v.related[0].msg | some v in rule.violation} == {"\"z\" is pinned here"} with input as made
}

test_all_float_allowed if _found(_moves("latest", {}), _moves("latest", {})) == set()

test_ephemeral_container_allowed if _found(_stays, _moves("latest", {"class": "ephemeral"})) == set()

test_nothing_floats_allowed if _found(_stays, _stays) == set()
