package podlint.rules.coupling.init_appends_again_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.init_appends_again as rule

_reader(overrides) := testing.file_end("app", "read", "/conf/c.yaml", overrides)

_adds(overrides) := testing.output("render", "append", "/conf/c.yaml", object.union(
	{
		"phase": "init",
		"in": "c.yaml",
		"readers": [_reader({})],
	},
	overrides,
))

_pod(changes) := testing.pod({
	"containers": [
		testing.init("before", {}),
		testing.init("render", {}),
		testing.container("app", {}),
		testing.container("ghost", {"class": "ephemeral"}),
	],
	"outputs": changes,
})

_count(changes) := n if {
	n := count(rule.violation) with input as _pod(changes)
}

test_append_denied if {
	some v in rule.violation with input as _pod([_adds({})])
	v.msg == "init container \"render\" appends to /conf/c.yaml: run again in the same pod, it writes everything a second time"
	v.container == "render"
	v.related[0].msg == "\"app\" reads it here"
	v.certainty.lower == 0
}

test_guess_is_lowered_denied if {
	some v in rule.violation with input as _pod([_adds({"certainty": "guessed"})])
	v.certainty.lower == 1
}

test_other_changes_allowed if {
	every other in [
		{"op": "write"}, {"kind": "persistentVolumeClaim"}, {"phase": "run"}, {"log": true}, {"ignorable": true}, {"glob": true}, {"exact": false},
		{"container": "app"}, {"readers": []},
		{"readers": [_reader({"container": "ghost"})]},
		{"readers": [_reader({"phase": "probe"})]},
	] {
		_count([_adds(other)]) == 0
	}
}

test_reader_that_is_an_init_container_denied if _count([_adds({"readers": [_reader({"container": "before", "phase": "init"})]})]) == 1

test_script_that_looks_first_allowed if {
	_count([_adds({"readers": [_reader({}), _reader({"container": "render", "self": true, "phase": "init"})]})]) == 0
}

_other(overrides) := testing.output("render", "write", "/conf/c.yaml", object.union({"phase": "init", "in": "c.yaml"}, overrides))

test_written_anew_allowed if {
	every other in [
		{}, {"op": "remove"}, {"container": "before"}, {"dir": true, "in": "."},
		{"op": "remove", "glob": true, "in": "*.yaml"},
	] {
		_count([_other(other), _adds({})]) == 0
	}
	_count([_other({"dir": true, "in": "sub"}), _adds({"in": "sub/c.yaml"})]) == 0
}

test_removed_with_its_directory_allowed if {
	writer := testing.file_end("before", "remove", "/conf/a", {"in": "a"})
	_count([_other({"container": "before", "op": "remove", "in": "a"}), _adds({"in": "a/b/c.yaml", "writers": [writer]})]) == 0
}

test_not_written_anew_denied if {
	every other in [{"op": "chmod"}, {"op": "append"}, {"in": "d.yaml"}, {"volume": "other"}, {"container": "app"}, {"op": "remove", "glob": true, "in": "x/*"}] {
		_count([_other(other), _adds({"file": "/conf/c.yaml"})]) > 0
	}
}
