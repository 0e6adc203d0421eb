package podlint.rules.coupling.mounts_never_meet_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.mounts_never_meet as rule

_web := {"self": true, "seen": "all"}

_mounts(build, web) := [
	testing.mounting("build", object.union({"seen": "all"}, build)),
	testing.mounting("web", object.union(_web, web)),
]

_read(overrides) := testing.read("web", "/srv/public", object.union(
	{
		"op": "serve", "tool": "", "volume": "site", "in": "public", "mounts": _mounts({}, {}), "writes": [_write({})],
		"at": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
))

_write(overrides) := testing.file_write("build", "/out/index.html", object.union(
	{"volume": "site", "in": "html/index.html", "path": ["spec", "containers", 1, "command", 2]},
	overrides,
))

_containers := [testing.container("web", {}), testing.container("build", {"tools_only": true}), testing.container("other", {})]

_pod(read) := testing.pod({"containers": _containers, "handovers": [_read(read)]})

test_other_place_of_volume_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "container \"web\" serves public of volume \"site\", but \"build\" writes html/index.html"
	v.path == ["spec", "containers", 0, "volumeMounts", 0]
	v.container == "web"
	v.certainty.lower == 0
	v.related == [{"msg": "\"build\" writes here", "path": ["spec", "containers", 1, "command", 2]}]
}

_kept(overrides) := {"op": "read", "file": "/in/token", "in": "token", "writes": [], "mounts": [testing.mounting("web", _web)], "outside": [_write(object.union(
	{"file": "/out/token", "volume": "", "in": ""},
	overrides,
))]}

test_outside_of_volume_denied if {
	some v in rule.violation with input as _pod(_kept({}))
	v.msg == "container \"web\" reads /in/token, but \"build\" writes /out/token outside of volume \"site\""
}

test_another_name_outside_of_volume_allowed if rule.violation == set() with input as _pod(_kept({"file": "/out/key"}))

test_on_another_volume_allowed if rule.violation == set() with input as _pod(_kept({"volume": "other"}))

test_outside_by_a_program_allowed if rule.violation == set() with input as _pod(_kept({"container": "other"}))

test_outside_by_one_that_mounts_the_volume_allowed if {
	rule.violation == set() with input as _pod(object.union(_kept({}), {"mounts": _mounts({}, {})}))
}

test_contents_come_first if {
	some v in rule.violation with input as _pod({"writes": [_write({"op": "create", "in": "tmp"}), _write({})]})
	endswith(v.msg, "writes html/index.html")
}

test_empty_directory_denied if {
	some v in rule.violation with input as _pod({"writes": [_write({"op": "create", "in": "tmp"})]})
	endswith(v.msg, "writes tmp")
}

test_writer_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({"mounts": array.concat(_mounts({}, {}), [testing.mounting("other", {})])})
	v.certainty.doubt == true
}

test_reader_that_may_make_it_in_doubt if {
	some v in rule.violation with input as _pod({"mounts": _mounts({}, {"seen": "told"})})
	v.certainty.doubt == true
}

test_guess_denied_a_step_lower if {
	some v in rule.violation with input as _pod({"certainty": "guessed"})
	v.certainty.lower == 1
}

test_one_report_for_a_reader if {
	two := testing.pod({"containers": _containers, "handovers": [_read({}), _read({"in": "assets"})]})
	count(rule.violation) == 1 with input as two
}

test_meeting_mounts_allowed if rule.violation == set() with input as _pod({"met": true})

test_nobody_writes_allowed if rule.violation == set() with input as _pod({"writes": []})

test_its_own_writes_allowed if rule.violation == set() with input as _pod({"writes": [_write({"self": true})]})

test_removal_allowed if rule.violation == set() with input as _pod({"writes": [_write({"op": "remove"})]})

test_what_needs_no_file_allowed if {
	every other in [
		{"does": "follows"},
		{"kind": "persistentVolumeClaim"},
		{"pattern": true},
		{"ignorable": true},
		{"in": "."},
		{"phase": "hook"},
		{"tool": "test"},
	] {
		rule.violation == set() with input as _pod(other)
	}
}

test_ephemeral_container_allowed if {
	debugging := testing.pod({"containers": [testing.container("web", {"class": "ephemeral"})], "handovers": [_read({})]})
	rule.violation == set() with input as debugging
}
