package podlint.rules.coupling.served_directory_stays_empty_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.served_directory_stays_empty as rule

_mount := ["spec", "containers", 0, "volumeMounts", 0]

_read(overrides) := testing.read("web", "/srv/html", object.union(
	{"op": "serve", "in": ".", "volume": "html", "kind": "emptyDir", "written": false, "mount_path": _mount},
	overrides,
))

_volume(mounts) := testing.volume("html", "emptyDir", {"mounted_by": array.concat([testing.mounted_by("web", "/srv/html", {})], mounts)})

_pod(read, web, mounts, more) := testing.pod(object.union(
	{
		"containers": [testing.container("web", object.union({"role": "web-front"}, web)), testing.container("maker", {})],
		"handovers": [_read(read)],
		"volumes": [_volume(mounts)],
	},
	more,
))

_found(read, web, mounts, more) := found if {
	found := rule.violation with input as _pod(read, web, mounts, more)
}

_maker(overrides) := [testing.mounted_by("maker", "/out", overrides)]

test_nobody_fills_it_denied if {
	some v in _found({}, {}, [], {})
	v.msg == "container \"web\" serves /srv/html from emptyDir \"html\", on which no other container can put anything"
	v.path == _mount
	v.container == "web"
	v.certainty.lower == 0
}

test_reader_of_it_denied if count(_found({}, {}, _maker({"read_only": true}), {})) == 1

test_another_part_denied if count(_found({"in": "htdocs"}, {}, _maker({"sub_path": "build"}), {})) == 1

test_part_of_a_like_name_denied if count(_found({"in": "site"}, {}, _maker({"sub_path": "site-2"}), {})) == 1

test_guess_lowers_denied if {
	some v in _found({"certainty": "guessed"}, {}, [], {})
	v.certainty.lower == 1
}

test_filler_allowed if {
	_found({}, {}, _maker({}), {}) == set()
	_found({"in": "site"}, {}, _maker({"sub_path": "site/images"}), {}) == set()
	_found({"in": "site/public"}, {}, _maker({"sub_path": "site"}), {}) == set()
	_found({"in": "."}, {}, _maker({"sub_path": "site"}), {}) == set()
}

test_writer_beside_it_allowed if {
	_found({"writes": [testing.file_end("maker", "write", "/out/x", {"meets": "apart"})]}, {}, [], {}) == set()
	count(_found({"writes": [testing.file_end("web", "write", "/srv/x", {"meets": "apart", "self": true})]}, {}, [], {})) == 1
}

test_sealed_volume_allowed if {
	sealed := [testing.volume("html", "emptyDir", {"mounted_by": [
		testing.mounted_by("web", "/srv/html", {"read_only": true}),
		testing.mounted_by("maker", "/out", {"read_only": true}),
	]})]
	rule.violation == set() with input as _pod({}, {}, [], {"volumes": sealed})
}

test_written_allowed if _found({"written": true}, {}, [], {}) == set()

test_others_than_servers_of_files_allowed if {
	_found({"op": "read"}, {}, [], {}) == set()
	_found({}, {"role": "app"}, [], {}) == set()
	_found({"kind": "persistentVolumeClaim"}, {}, [], {}) == set()
	_found({"phase": "hook"}, {}, [], {}) == set()
}

test_its_own_writing_allowed if {
	every op in ["write", "append", "create"] {
		_found({}, {}, [], {"outputs": [testing.output("web", op, "/srv/html/index.html", {"volume": "html", "phase": "hook"})]}) == set()
	}
	count(_found({}, {}, [], {"outputs": [testing.output("web", "write", "/run/x", {"volume": "run"})]})) == 1
	count(_found({}, {}, [], {"outputs": [testing.output("web", "remove", "/srv/html/x", {"volume": "html"})]})) == 1
	count(_found({}, {}, [], {"outputs": [testing.output("maker", "write", "/out/x", {"volume": "html"})]})) == 1
}

test_unknown_program_of_its_script_allowed if {
	_found({}, {"commands": [testing.command(["render"], {"lifetime": "unknown"})]}, [], {}) == set()
	count(_found({}, {"commands": [testing.command(["httpd"], {"lifetime": "unknown"})]}, [], {"who": {"web": {"processes": ["httpd"]}}})) == 1
}

test_spared_allowed if {
	_found({}, {}, [], {"test": true}) == set()
	_found({}, {}, [], {"injectors": [testing.injector("vault-agent", {})]}) == set()
}
