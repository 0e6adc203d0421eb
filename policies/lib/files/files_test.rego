package podlint.lib.files_test

import data.podlint.lib.files
import data.podlint.lib.testing

_pod := testing.pod({"containers": [
	testing.container("app", {}),
	testing.init("old", {}),
	testing.container("logs", {"seen": {"files": "some"}}),
]})

_read(overrides) := testing.followed("logs", "/logs/app.log", overrides)

_none := {"volume": "", "kind": "", "mounts": []}

_self(overrides) := testing.mounting("logs", object.union({"self": true}, overrides))

test_writer_out_of_sight_is_a_gap if {
	gaps := files.unseen_writers(_read({"mounts": [testing.mounting("app", {}), _self({})]}))
	[gap.who | some gap in gaps] == ["app"]
	gaps[0].seen == "some"
}

test_writer_in_sight_is_no_gap if files.unseen_writers(_read({"mounts": [testing.mounting("app", {"seen": "all"})]})) == []

test_who_cannot_write_is_no_gap if files.unseen_writers(_read({"mounts": [testing.mounting("app", {"writable": false})]})) == []

test_program_beside_the_command_may_make_it if {
	files.its_own(_read({"mounts": [_self({"seen": "told"})]})) with input as _pod
	files.its_own(_read(_none)) with input as _pod
	files.its_own(_read({"mounts": [_self({"seen": "all"})], "writes": [_own]})) with input as _pod
}

test_command_alone_does_not_make_it if {
	not files.its_own(_read({"mounts": [_self({"seen": "all"})]})) with input as _pod
	not files.its_own(_read(_none)) with input as object.union(_pod, {"pod": {"who": {"logs": {"seen": {"files": "all"}}}}})
}

test_program_that_cannot_write_does_not_make_it if not files.its_own(_read({"mounts": [_self({"writable": false})]})) with input as _pod

_own := testing.file_write("logs", "/logs/app.log", {"self": true, "meets": "same"})

test_what_the_reader_makes if {
	every op in ["write", "append", "create"] {
		files.makes_itself(_read({"writes": [testing.file_write("logs", "/logs/app.log", {"self": true, "op": op, "meets": "same"})]}))
	}
}

test_what_the_reader_removes if {
	not files.makes_itself(_read({"writes": [testing.file_write("logs", "/logs/app.log", {"self": true, "op": "remove", "meets": "same"})]}))
}

test_its_own_file_system_is_private if files.private(_read(_none))

test_mounts_below_are_not_private if not files.private(_read(object.union(_none, {"spans": true})))

test_lonely_scratch_space_is_private if files.private(_read({}))

test_lonely_claim_is_not_private if not files.private(_read({"kind": "persistentVolumeClaim"}))

test_followed if files.followed(_read({})) with input as _pod

test_not_followed if {
	every other in [{"does": "reads"}, {"phase": "hook"}, {"container": "old"}, {"kind": "hostPath"}, {"kind": "configMap"}, {"file": "/dev/null"}] {
		not files.followed(_read(other)) with input as _pod
	}
	not files.followed(_read({})) with input as object.union(_pod, {"pod": {"windows": true}})
	not files.followed(_read(object.union(_none, {"spans": true}))) with input as _pod
}

test_name_of_a_path if files.name("/var/log/app.log") == "app.log"

test_directories_of_the_node if {
	files.of_node("/proc/1/fd/1")
	files.of_node("/var/log/pods")
	not files.of_node("/var/log/podman.log")
}

_lost(overrides) := testing.file_write("app", "/srv/server.log", object.union({"log": true}, overrides))

test_log_of_the_volume_is_meant if files.instead(_read({"writes": [_lost({})]})).file == "/srv/server.log" with input as _pod

test_log_that_the_file_is_near_to_is_meant if {
	files.instead(_read({"writes": [_lost({"meets": "near"})]})).file == "/srv/server.log" with input as _pod
}

test_the_very_log_is_not_meant if not files.instead(_read({"writes": [_lost({"meets": "same"})]})) with input as _pod

test_the_readers_own_log_is_not_meant if {
	not files.instead(_read({"writes": [_lost({"self": true})]})) with input as _pod
}

test_no_log_is_not_meant if not files.instead(_read({"writes": [_lost({"log": false})]})) with input as _pod

test_log_of_an_init_container_is_not_meant if {
	not files.instead(_read({"writes": [_lost({"container": "old"})]})) with input as _pod
}

test_log_of_another_volume_is_meant_where_nobody_else_looks if {
	files.instead(_read({"outside": [_lost({})]})).file == "/srv/server.log" with input as _pod
	not files.instead(_read({"outside": [_lost({"volume": ""})]})) with input as _pod
	not files.instead(_read({"outside": [_lost({})], "mounts": [_self({}), testing.mounting("app", {})]})) with input as _pod
}

test_log_of_the_name_is_meant if {
	read := _read({"outside": [_lost({"file": "/srv/app.log", "volume": ""})], "mounts": [_self({}), testing.mounting("app", {})]})
	files.instead(read).file == "/srv/app.log" with input as _pod
}

test_web_root_by_name if {
	files.web_root("/usr/share/nginx/html")
	files.web_root("/var/WWW/site")
	not files.web_root("/var/log/htmlproof")
	not files.web_root("/data")
}

test_unwritten if {
	sure := {"mounts": [testing.mounting("app", {"seen": "all"})]}
	files.unwritten(sure) == "no container writes it"
	files.unwritten({"mounts": [testing.mounting("app", {"seen": "some"})]}) == "no container is seen to write it"
}

test_folder if {
	files.folder("/a/b.log") == "/a/"
	files.folder("b.log") == ""
	files.folder("a/b/c") == "a/b/"
}

test_file_of_the_image_is_not_followed if {
	every dir in ["/etc", "/usr", "/bin", "/sbin", "/lib"] {
		not files.followed(_read(object.union(_none, {"file": sprintf("%s/x", [dir])}))) with input as _pod
		files.followed(_read({"file": sprintf("%s/x", [dir])})) with input as _pod
	}
	files.followed(_read(object.union(_none, {"file": "/srv/x"}))) with input as _pod
}

test_mounts_below_a_file_on_a_volume_do_not_count if files.followed(_read({"spans": true})) with input as _pod

test_each_kind_that_is_not_followed if {
	every kind in {"hostPath", "image", "unknown", "configMap", "secret", "projected", "downwardAPI"} {
		not files.followed(_read({"kind": kind})) with input as _pod
	}
}
