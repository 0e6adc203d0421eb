package podlint.rules.coupling.copied_database_not_written_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.copied_database_not_written as rule

_at := ["@ConfigMap//litestream", "data", "litestream.yml", 1]

_copy(overrides) := testing.read("copier", "/db/app.db", object.union({"volume": "db", "in": "app.db", "wide": false, "at": _at, "certainty": "shown"}, overrides))

_written(overrides) := testing.output("app", "write", "/data/prod.db", object.union(
	{"volume": "db", "in": "prod.db", "certainty": "shown", "path": ["spec", "env"]},
	overrides,
))

_place(file, path, overrides) := object.union(
	{"file": file, "volume": "db", "in": path, "runs": false, "dir": false, "origin": "flag", "certainty": "shown", "text": file, "path": ["spec", "args"]},
	overrides,
)

_pod(copies, outputs, places, who) := testing.pod({
	"containers": [
		testing.container("app", {"places": places}),
		testing.container("copier", object.union({"role": "backup"}, who)),
	],
	"handovers": copies,
	"outputs": outputs,
})

_violations(copies, outputs, places, who) := found if {
	found := rule.violation with input as _pod(copies, outputs, places, who)
}

_reported(copy, output) if count(_violations([_copy(copy)], [_written(output)], [], {})) == 1

test_other_database_denied if {
	{object.remove(v, ["certainty"]) | some v in _violations([_copy({})], [_written({})], [], {})} == {{
		"msg": "container \"copier\" copies /db/app.db, but the database of \"app\" is /data/prod.db",
		"path": _at,
		"container": "copier",
		"related": [{"msg": "\"app\" has its database here", "path": ["spec", "env"]}],
	}}
}

test_database_of_an_argument_denied if count(_violations([_copy({})], [], [_place("/data/prod.db", "prod.db", {})], {})) == 1

test_copy_by_an_argument_denied if {
	found := _violations([], [_written({})], [], {"places": [_place("/db/app.db", "app.db", {})]})
	{v.path | some v in found} == {["spec", "args"]}
}

test_copy_by_a_variable_is_none if _violations([], [_written({})], [], {"places": [_place("/db/app.db", "app.db", {"origin": "env"})]}) == set()

test_guess_a_step_lower_denied if {
	some v in _violations([_copy({})], [_written({"certainty": "guessed"})], [], {})
	v.certainty.lower == 1
}

test_same_database_allowed if not _reported({"in": "prod.db"}, {})

test_other_directory_allowed if not _reported({"in": "old/app.db"}, {})

test_other_volume_allowed if not _reported({"volume": "other"}, {})

test_no_volume_allowed if not _reported({"volume": ""}, {"volume": ""})

test_other_file_allowed if {
	not _reported({"file": "/db/app.log"}, {})
	not _reported({}, {"file": "/data/prod.log"})
}

test_directory_allowed if not _reported({"wide": true}, {})

test_follower_allowed if not _reported({"does": "follows"}, {})

test_removal_allowed if not _reported({}, {"op": "remove"})

test_other_backup_allowed if not _reported({}, {"container": "copier"})

test_reader_that_is_no_backup_allowed if _violations([_copy({})], [_written({})], [], {"role": "unknown"}) == set()

test_init_container_allowed if _violations([_copy({})], [_written({})], [], {"class": "init"}) == set()

test_database_that_is_written_as_well_allowed if {
	_violations([_copy({})], [_written({}), _written({"file": "/data/app.db", "in": "app.db"})], [], {}) == set()
}

test_database_that_is_copied_as_well_allowed if {
	_violations([_copy({}), _copy({"file": "/db/prod.db", "in": "prod.db"})], [_written({})], [], {}) == set()
}

test_writer_that_has_ended_allowed if {
	over := object.union(_pod([_copy({})], [_written({})], [], {}), {"pod": {"who": {"app": {"running": false}}}})
	rule.violation == set() with input as over
}
