package podlint.rules.logging.logrotate_world_writable_directory_test

import data.podlint.lib.testing
import data.podlint.rules.logging.logrotate_world_writable_directory as rule

_file(overrides) := testing.file("write", "/logs/app.log", object.union({"tool": "logrotate", "origin": "config", "volume": "logs", "path": ["f"]}, overrides))

_root := {"security": {"run_as_user": {"value": 0, "certainty": "known"}}}

_pod(file, overrides, mount) := testing.pod({"containers": [
	testing.container("app", {}),
	testing.container("rotate", object.union_n([_root, {"files": [_file(file)], "mounts": [testing.mount("logs", "/logs", mount)]}, overrides])),
]})

_found(file, overrides, mount) := found if {
	found := rule.violation with input as _pod(file, overrides, mount)
}

test_logs_in_the_root_of_an_emptydir_denied if {
	some v in _found({}, {}, {"path": ["m"]})
	v.msg == "logrotate of \"rotate\" skips /logs/app.log: emptyDir \"logs\" may be written by anybody, and there is no su line"
	v.path == ["f"]
	v.container == "rotate"
	v.related == [{"msg": "volume \"logs\" is mounted here", "path": ["m"]}]
	v.certainty.lower == 0
}

test_unknown_user_a_step_lower_denied if {
	some v in _found({}, {"security": {"run_as_user": {"value": 0, "certainty": "guessed"}}}, {})
	v.certainty.lower == 1
	contains(v.certainty.reason, "nobody says which user")
}

test_su_line_allowed if _found({"as": "root root"}, {}, {}) == set()

test_directory_below_allowed if _found({"file": "/logs/app/app.log"}, {}, {}) == set()

test_another_volume_allowed if _found({}, {}, {"kind": "persistentVolumeClaim"}) == set()

test_another_mount_allowed if _found({"volume": "other"}, {}, {}) == set()

test_another_user_allowed if _found({}, {"security": {"run_as_user": {"value": 101, "certainty": "stated"}}}, {}) == set()

test_another_tool_allowed if _found({"tool": "tee"}, {}, {}) == set()

test_what_is_removed_allowed if _found({"op": "remove"}, {}, {}) == set()

test_mode_that_is_changed_allowed if {
	_found({}, {"files": [_file({}), testing.file("chmod", "/logs", {"volume": "logs"})]}, {}) == set()
}

test_mode_of_another_volume_denied if {
	count(_found({}, {"files": [_file({}), testing.file("chmod", "/data", {"volume": "data"})]}, {})) == 1
}
