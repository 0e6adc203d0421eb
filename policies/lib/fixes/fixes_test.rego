package podlint.lib.fixes_test

import data.podlint.lib.fixes
import data.podlint.lib.testing

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

test_nothing_stays_nothing if {
	fixes.unsafe(null) == null
	fixes.also(null, [1]) == null
	fixes.nearest(["a"], "b", "") == null
}

test_nearest_names_it if {
	fixes.nearest(["a"], "b", "c").changes == [{"op": "set", "path": ["a"], "find": "b", "text": "c"}]
}

_at(path) := fixes.word("Do it.", path, "tail -f", "tail -F").changes

test_word_of_a_list if {
	_at(["containers", 0, "command", 2]) == [{"op": "set", "path": ["containers", 0, "command"], "find": "tail -f", "text": "tail -F"}]
}

test_word_of_a_line_of_a_script if _at(["containers", 0, "args", 0, 3])[0].path == ["containers", 0, "args"]

test_word_of_a_text if _at(["data", "run.sh"])[0].path == ["data", "run.sh"]

test_annotation_of_the_template if {
	pod := testing.pod({"metadata_path": ["spec", "template", "metadata"]})
	change := fixes.annotation("Do it.", "a/b", "c").changes[0] with input as pod
	change.path == ["spec", "template", "metadata", "annotations", "a/b"]
}

_tail(text) := {"path": ["c", 0, "command", 0], "text": text}

test_tail_by_name if {
	change := fixes.by_name(_tail("tail -n 5 -f /x")).changes[0]
	[change.find, change.text] == ["tail -n 5 -f", "tail -n 5 -F"]
	fixes.by_name(_tail("tail --follow /x")) == null
}

test_tail_from_the_start if {
	change := fixes.from_the_start(_tail("exec tail -F /x")).changes[0]
	[change.find, change.text] == ["tail -F", "tail -n+1 -F"]
	fixes.from_the_start(_tail("multitail")) == null
}

_sidecar := fixes.native_sidecar("Do it.", ["spec", "containers", 1, "name"], 2)

test_native_sidecar_moves if {
	fix := _sidecar with input as testing.pod({})
	fix.safe == false
	fix.changes[0].path == ["spec", "containers", 1, "restartPolicy"]
	fix.changes[1] == {"op": "move", "from": ["spec", "containers", 1], "path": ["spec", "initContainers", 2]}
}

test_old_clusters_know_no_native_sidecars if {
	old := testing.input_of({}, {"target": {"kubernetes": "1.28", "minor": 28}})
	fix := _sidecar with input as old
	fix == null
}

test_behind_all_init_containers if {
	pod := testing.pod({"containers": [testing.init("a", {}), testing.container("b", {}), testing.sidecar("c", {})]})
	order := fixes.last_init with input as pod
	order == 2
}

test_startup_probe_of_a_known_port if {
	fixes.startup_probe(["c", 0, "name"], 0) == []
	fixes.startup_probe(["c", 0, "name"], 80) == [{"op": "set", "path": ["c", 0, "startupProbe"], "value": {"tcpSocket": {"port": 80}}}]
	fixes.also(fixes.remove("Do it.", ["a"]), fixes.startup_probe(["c", 0, "name"], 80)).changes[1].op == "set"
}
