package podlint.rules.coupling.fsgroup_loosens_key_file_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.fsgroup_loosens_key_file as rule

_look(overrides) := testing.lookup("sync", "/keys/ssh", object.union(
	{"kind": "Secret", "mode": 256, "mode_path": ["m"], "text": "--ssh-key-file=/keys/ssh", "found": true},
	overrides,
))

_root := {"run_as_user": {"value": 0, "origin": "container", "certainty": "stated"}, "fs_group": {"value": 2000, "origin": "pod", "path": ["g"]}}

_pod(look, security, overrides) := testing.pod({
	"containers": [testing.container("app", {}), testing.container("sync", object.union({"security": object.union(_root, security)}, overrides))],
	"lookups": [_look(look)],
})

_found(look, security, overrides) := found if {
	found := rule.violation with input as _pod(look, security, overrides)
}

test_key_of_root_denied if {
	some v in _found({}, {}, {})
	v.msg == "ssh of \"sync\" refuses /keys/ssh: fsGroup 2000 lets the group read what only its owner, root, may read (0400)"
	v.path == ["m"]
	v.container == "sync"
	v.related == [{"msg": "the group is set here", "path": ["g"]}, {"msg": "\"sync\" uses the key here", "path": ["spec", "containers", 0, "args", 0]}]
	v.certainty.lower == 0
}

test_command_of_ssh_denied if {
	every tool in ["ssh", "scp", "sftp"] {
		count(_found({"tool": tool, "text": "-i"}, {}, {})) == 1
	}
	count(_found({"mode": 384}, {}, {})) == 1
}

test_key_by_its_name_lowers_denied if {
	some v in _found({"file": "/keys/id_ed25519", "text": "KEY"}, {}, {})
	v.certainty.lower == 1
}

test_user_that_nobody_names_is_a_doubt if {
	every user in [{"value": 0, "certainty": "guessed"}] {
		some v in _found({}, {"run_as_user": user}, {})
		v.certainty.doubt == true
	}
	some v in rule.violation with input as testing.pod({
		"containers": [testing.container("sync", {"security": {"fs_group": {"value": 2000, "path": ["g"]}}})],
		"lookups": [_look({})],
	})
	v.certainty.doubt == true
}

test_other_users_allowed if {
	_found({}, {"run_as_user": {"value": 65533}}, {}) == set()
	rule.violation == set() with input as testing.pod({
		"containers": [testing.container("sync", {"security": {"fs_group": {"value": 2000, "path": ["g"]}, "run_as_non_root": {"value": true}}})],
		"lookups": [_look({})],
	})
}

test_no_group_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.container("sync", {"security": {"run_as_user": {"value": 0, "certainty": "stated"}}})],
		"lookups": [_look({})],
	})
}

test_other_files_allowed if {
	every look in [
		{"mode": 288}, {"mode": 0}, {"via": "mount"}, {"kind": "ConfigMap"}, {"phase": "probe"}, {"ignorable": true}, {"text": "--tls-key=/keys/ssh"},
		{"tool": "cat"}, {"container": "app"},
	] {
		_found(look, {}, {}) == set()
	}
}

test_copy_allowed if {
	_found({}, {}, {"commands": [testing.command(["cp", "/keys/ssh", "/root/.ssh/id"], {})]}) == set()
	count(_found({}, {}, {"commands": [testing.command(["cp", "/keys/other", "/root/.ssh/id"], {})]})) == 1
}

test_windows_allowed if rule.violation == set() with input as object.union(_pod({}, {}, {}), {"pod": {"windows": true}})
