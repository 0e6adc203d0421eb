package podlint.lib.owners_test

import data.podlint.lib.owners
import data.podlint.lib.testing

_pod := testing.pod({
	"containers": [testing.container("app", {}), testing.container("web", {})],
	"who": {"web": {"processes": ["nginx"]}},
})

_log(overrides) := testing.output("app", "append", "/logs/a/app.log", object.union({"tool": ""}, overrides))

_shut(overrides) if owners.shut_out(_log(overrides)) with input as _pod

test_read_only if _shut({"read_only": true})

test_nothing_in_the_way if not _shut({})

test_directory_missing if {
	_shut({"dir_missing": true})
	_shut({"dir_missing": true, "tool": "tee", "text": "date | tee -a /logs/a/app.log"})
	_shut({"dir_missing": true, "origin": "image", "container": "web", "text": "image default"})
}

test_program_may_make_its_directory if {
	not _shut({"dir_missing": true, "tool": "cp"})
	not _shut({"dir_missing": true, "text": "app --log /logs/a/app.log"})
	not _shut({"dir_missing": true, "origin": "flag"})
	not _shut({"dir_missing": true, "origin": "image"})
}

_user(name, id) := testing.container(name, {"security": {"run_as_user": {"value": id, "certainty": "stated"}}})

_two := testing.pod({"containers": [_user("first", 1000), _user("app", 2000)]})

test_file_of_another_user if {
	log := _log({"writers": [testing.file_end("first", "append", "/logs/a/app.log", {"phase": "run"})]})
	owners.shut_out(log) with input as _two
	owners.strangers("app", "first") with input as _two
	owners.users.app.id == 2000 with input as _two
	not owners.shut_out(log) with input as testing.pod({"containers": [_user("first", 2000), _user("app", 2000)]})
}
