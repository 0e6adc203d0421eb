package podlint.lib.fixes_test

import data.podlint.lib.fixes

test_set_puts_a_value if {
	fixes.set("Do it.", ["spec", "a"], 1) == {
		"title": "Do it.",
		"safe": true,
		"changes": [{"op": "set", "path": ["spec", "a"], "value": 1}],
	}
}

test_remove_takes_out if {
	fixes.remove("Do it.", ["spec", "a"]).changes == [{"op": "remove", "path": ["spec", "a"]}]
}

test_unsafe_keeps_the_rest if {
	fixes.unsafe(fixes.remove("Do it.", ["a"])) == {"title": "Do it.", "safe": false, "changes": [{"op": "remove", "path": ["a"]}]}
}

_at(path) := fixes.word("Do it.", path, "tail -f", "tail -F").changes

test_word_of_a_list if {
	_at(["containers", 0, "command", 2]) == [{"op": "set", "path": ["containers", 0, "command"], "find": "tail -f", "text": "tail -F"}]
}

test_word_of_a_line_of_a_script if _at(["containers", 0, "args", 0, 3])[0].path == ["containers", 0, "args"]

test_word_of_a_text if _at(["data", "run.sh"])[0].path == ["data", "run.sh"]
