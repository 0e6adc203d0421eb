package podlint.lib.outputs_test

import data.podlint.lib.outputs
import data.podlint.lib.testing

_pod(class, role) := testing.pod({"containers": [testing.container("app", {"class": class, "role": role})]})

_must(overrides) if outputs.must_succeed(testing.output("app", "write", "/etc/x", overrides)) with input as _pod("regular", "unknown")

_fills(overrides) if outputs.fills(testing.output("app", "write", "/data/x", overrides)) with input as _pod("regular", "unknown")

test_must_succeed if _must({})

test_ignorable_may_fail if not _must({"ignorable": true})

test_unknown_name_may_fail if not _must({"exact": false})

test_default_of_an_image_may_fail if not _must({"origin": "image"})

test_probe_may_fail if not _must({"phase": "probe"})

test_directory_that_is_a_mount_may_fail if not _must({"op": "create", "in": "."})

test_directory_above_a_mount_may_fail if not _must({"op": "create", "dir": true, "holds_mount": true})

test_file_above_a_mount_must_succeed if _must({"op": "chmod", "dir": true, "holds_mount": true})

test_ephemeral_container_may_fail if {
	not outputs.must_succeed(testing.output("app", "write", "/etc/x", {})) with input as _pod("ephemeral", "unknown")
}

test_fills if {
	_fills({})
	_fills({"op": "append"})
}

test_each_that_does_not_fill if {
	every overrides in [
		{"op": "create"}, {"phase": "init"}, {"dir": true}, {"glob": true}, {"exact": false}, {"origin": "image"}, {"origin": "env"},
		{"tool": "truncate"}, {"tool": "mv"}, {"tool": "logrotate"}, {"text": ": > /data/x"}, {"text": "> /data/x"},
	] {
		not _fills(overrides)
	}
}

test_rotation_does_not_fill if {
	not outputs.fills(testing.output("app", "write", "/data/x", {})) with input as _pod("regular", "log-rotate")
}

test_others_are_not_the_container_itself if {
	ends := [testing.file_end("app", "read", "/x", {"self": true}), testing.file_end("web", "serve", "/x", {})]
	outputs.others({"readers": ends}) == ["web"]
}

test_others_without_readers if outputs.others({}) == []

test_commands_of_one_container if {
	sh := testing.container("app", {"commands": [testing.command(["cp", "a", "b"], {})]})
	[c.name | some c in outputs.commands("app")] == ["cp"] with input as testing.pod({"containers": [sh, testing.container("web", {})]})
	outputs.commands("web") == [] with input as testing.pod({"containers": [sh, testing.container("web", {})]})
}

test_under if {
	outputs.under("/a", "/a")
	outputs.under("/a/b", "/a")
	outputs.under("/a", "/")
	not outputs.under("/ab", "/a")
	not outputs.under("/a", "/a/b")
}

test_under_any if {
	outputs.under_any("/a/b", {"/c", "/a"})
	not outputs.under_any("/a/b", {"/c"})
}

test_overlap if {
	outputs.overlap("/a/b", "/a")
	outputs.overlap("/a", "/a/b")
	not outputs.overlap("/a/b", "/a/c")
}

test_sight if {
	gap := outputs.sight("app") with input as testing.pod({"containers": [testing.container("app", {"seen": {"files": "some"}})]})
	gap == {"who": "app", "seen": "some", "reason": "not all files that \"app\" uses are in sight"}
}

_goes_on(overrides, command) if {
	app := testing.container("app", {"commands": [object.union({"name": "chmod", "passed": true, "path": ["spec", "containers", 0, "command", 2]}, command)]})
	change := testing.output("app", "chmod", "/etc/x", object.union({"tool": "chmod", "origin": "script"}, overrides))
	outputs.goes_on(change) with input as testing.pod({"containers": [app]})
}

test_script_goes_on if _goes_on({}, {})

test_script_ends if {
	not _goes_on({}, {"passed": false})
	not _goes_on({}, {"name": "chown"})
	not _goes_on({}, {"path": ["spec", "containers", 0, "command", 3]})
	not _goes_on({"origin": "config"}, {})
}
