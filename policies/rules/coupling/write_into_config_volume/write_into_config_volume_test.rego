package podlint.rules.coupling.write_into_config_volume_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.write_into_config_volume as rule

_write(op, overrides) := testing.output("app", op, "/etc/app/app.conf", object.union({"volume": "settings", "kind": "configMap", "read_only": true}, overrides))

_found(op, overrides) := found if {
	found := rule.violation with input as testing.pod({"containers": [testing.container("app", {})], "outputs": [_write(op, overrides)]})
}

test_write_to_config_map_denied if {
	some v in _found("write", {})
	v.msg == "container \"app\" writes /etc/app/app.conf, but volume \"settings\" (configMap) is read-only"
	v.path == ["spec", "containers", 0, "command", 2]
	v.container == "app"
	v.certainty.lower == 0
	v.related == [{"msg": "volume \"settings\" is mounted here", "path": ["spec", "containers", 0, "volumeMounts", 0]}]
}

test_each_operation_denied if {
	every op in ["append", "create", "remove", "chmod"] { count(_found(op, {})) == 1 }
}

test_each_kind_denied if {
	every kind in ["secret", "projected", "downwardAPI"] { count(_found("write", {"kind": kind})) == 1 }
}

test_guess_a_step_lower_denied if {
	some v in _found("write", {"certainty": "guessed"})
	v.certainty.lower == 1
}

test_script_that_looks_first_in_doubt if {
	some v in _found("write", {"guarded": true})
	v.certainty.doubt == true
	some w in _found("write", {})
	w.certainty.doubt == false
}

_running(tool, op, passed) := found if {
	command := {"name": tool, "passed": passed, "path": ["spec", "containers", 0, "command", 2]}
	app := testing.container("app", {"commands": [command]})
	found := rule.violation with input as testing.pod({"containers": [app], "outputs": [_write(op, {"tool": tool, "origin": "script"})]})
}

test_script_that_goes_on_denied if {
	{v.severity | some v in _running("cp", "write", true)} == {"warning"}
	{v.severity | some v in _running("chmod", "chmod", true)} == {"info"}
	{v.severity | some v in _running("chmod", "chmod", false)} == {"error"}
}

test_other_volume_allowed if _found("write", {"kind": "emptyDir"}) == set()

test_writable_mount_allowed if _found("write", {"read_only": false}) == set()

test_tolerated_failure_allowed if _found("write", {"ignorable": true}) == set()

test_default_of_an_image_allowed if _found("write", {"origin": "image"}) == set()

test_directory_that_is_there_allowed if _found("create", {"in": "."}) == set()
