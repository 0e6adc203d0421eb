package podlint.rules.coupling.writer_mount_read_only_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.writer_mount_read_only as rule

_write(overrides) := testing.output("writer", "write", "/html/index.html", object.union(
	{"volume": "html", "read_only": true, "declared_read_only": true},
	overrides,
))

_found(overrides) := found if {
	found := rule.violation with input as testing.pod({"containers": [testing.container("writer", {})], "outputs": [_write(overrides)]})
}

test_read_only_writer_denied if {
	some v in _found({})
	v.msg == "container \"writer\" writes /html/index.html, but mounts volume \"html\" read-only"
	v.path == ["spec", "containers", 0, "volumeMounts", 0]
	v.container == "writer"
	v.certainty.lower == 0
	v.related == [{"msg": "the write is here", "path": ["spec", "containers", 0, "command", 2]}]
}

test_waiting_reader_named_denied if {
	some v in _found({"readers": [testing.file_end("web", "serve", "/html", {})]})
	v.msg == "container \"writer\" writes /html/index.html, but mounts volume \"html\" read-only; \"web\" waits for it"
}

test_guess_a_step_lower_denied if {
	some v in _found({"certainty": "guessed"})
	v.certainty.lower == 1
}

test_writable_mount_allowed if _found({"read_only": false, "declared_read_only": false}) == set()

test_settings_allowed if _found({"kind": "configMap"}) == set()

test_tolerated_failure_allowed if _found({"ignorable": true}) == set()

test_default_of_an_image_allowed if _found({"origin": "image"}) == set()

test_directory_that_is_there_allowed if _found({"op": "create", "in": "."}) == set()

_sealed(mounts, overrides) := found if {
	volume := testing.volume("html", "emptyDir", {"mounted_by": mounts})
	found := rule.violation with input as testing.pod(object.union({"volumes": [volume]}, overrides))
}

_reads(name) := testing.mounted_by(name, "/html", {"read_only": true})

test_sealed_volume_denied if {
	_sealed([_reads("a"), _reads("b")], {}) == {{
		"msg": "emptyDir \"html\" stays empty: all 2 containers mount it read-only",
		"path": ["spec", "volumes", 0, "name"],
	}}
}

test_writer_among_them_allowed if _sealed([_reads("a"), testing.mounted_by("b", "/html", {})], {}) == set()

test_one_container_allowed if _sealed([_reads("a"), _reads("a")], {}) == set()

test_injected_writer_allowed if _sealed([_reads("a"), _reads("b")], {"injectors": [testing.injector("vault", {})]}) == set()

test_claim_allowed if {
	volume := testing.volume("html", "persistentVolumeClaim", {"mounted_by": [_reads("a"), _reads("b")]})
	rule.violation == set() with input as testing.pod({"volumes": [volume]})
}

test_flag_of_an_unknown_program_may_name_what_it_reads_in_doubt if {
	some v in _found({"origin": "flag"})
	v.certainty.doubt == true
}

test_flag_of_a_known_program_denied if {
	pod := testing.pod({"containers": [testing.container("writer", {"own_program": true, "known_certainty": "known"})], "outputs": [_write({"origin": "flag"})]})
	some v in rule.violation with input as pod
	v.certainty.doubt == false
}
