package podlint.rules.coupling.init_output_unused_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.init_output_unused as rule

_at := ["spec", "initContainers", 0, "command", 2]

_on_volume := {"volume": "data", "kind": "emptyDir", "in": "model.bin"}

_own := {"volume": "", "kind": "", "in": "", "mount": "", "phase": "init", "path": _at}

_made(overrides) := testing.output("fetch", "write", "/data/model.bin", object.union(_own, overrides))

_fetch(overrides) := testing.init("fetch", object.union(
	{"tools_only": true, "seen": {"files": "all"}, "commands": [testing.command(["curl", "-o", "/data/model.bin"], {"phase": "init"})]},
	overrides,
))

_pod(fetch, list, overrides) := testing.pod(object.union(
	{"containers": [_fetch(fetch), testing.container("app", {"argv": ["app", "--model=/data/model.bin"]})], "outputs": list},
	overrides,
))

_found(overrides) := found if {
	found := rule.violation with input as _pod({}, [_made(overrides)], {})
}

_runs(argv) := {"commands": [testing.command(argv, {"phase": "init"})]}

_found_with(fetch, list, overrides) := found if {
	found := rule.violation with input as _pod(fetch, list, overrides)
}

_same_image := {"who": {"fetch": {"image": "quay.io/acme/app"}, "app": {"image": "quay.io/acme/app"}}}

test_program_copied_out_of_the_image_of_a_neighbour_is_for_others if {
	some v in _found_with(_runs(["cp", "/usr/bin/app", "/data/model.bin"]), [_made(_on_volume)], _same_image)
	v.severity == "info"
	some w in _found_with(_runs(["cp", "/usr/bin/app", "/data/model.bin"]), [_made(_on_volume)], {})
	w.severity == "warning"
	some x in _found_with({}, [_made(_on_volume)], _same_image)
	x.severity == "warning"
	some y in _found_with(_runs(["cp", "/usr/bin/app", "/data/model.bin"]), [_made({})], _same_image)
	y.severity == "warning"
}

test_own_file_system_denied if {
	some v in _found({})
	v.msg == "init container \"fetch\" makes /data/model.bin on its own file system: the next container cannot see it"
	v.path == _at
	v.container == "fetch"
	v.severity == "warning"
	v.certainty.lower == 0
}

test_lonely_volume_denied if {
	some v in _found(_on_volume)
	v.msg == "init container \"fetch\" makes /data/model.bin on volume \"data\" that nobody else mounts: the next container cannot see it"
	v.severity == "warning"
}

test_file_that_a_neighbour_reads_denied if {
	app := testing.container("app", {"files": [testing.file("read", "/srv/data/x", {})]})
	lost := _made({"file": "/srv/data/x"})
	some v in rule.violation with input as testing.pod({"containers": [_fetch({}), app], "outputs": [lost]})
	v.severity == "warning"
}

test_file_of_which_nobody_speaks_lowered_denied if {
	some v in _found({"file": "/srv/page.html"})
	v.severity == "info"
}

test_guess_a_step_lower_denied if {
	some v in _found({"certainty": "guessed"})
	v.certainty.lower == 1
}

test_other_files_out_of_sight_in_doubt if {
	some v in _found_with({"seen": {"files": "some"}}, [_made({})], {})
	v.certainty.doubt == true
}

test_one_report_for_a_container_denied if count(_found_with({}, [_made({}), _made({"file": "/data/more"})], {})) == 1

test_first_of_several_that_is_lost_denied if {
	some v in _found_with({}, [_made({"file": "/tmp/x"}), _made({})], {})
	contains(v.msg, "model.bin")
}

test_temporary_file_allowed if _found({"file": "/tmp/model.bin"}) == set()

test_temporary_file_on_a_volume_allowed if _found(object.union(_on_volume, {"file": "/tmp/model.bin"})) == set()

test_settings_of_tools_on_a_volume_denied if count(_found(object.union(_on_volume, {"file": "/root/model.bin"}))) == 1

test_hidden_file_allowed if _found(object.union(_on_volume, {"file": "/data/.cache"})) == set()

test_file_that_it_reads_allowed if _found({"readers": [testing.file_end("fetch", "read", "/data/model.bin", {"self": true})]}) == set()

test_file_that_it_removes_allowed if _found_with({}, [_made({}), _made({"op": "remove", "file": "/data"})], {}) == set()

test_directory_that_it_enters_allowed if {
	_found_with({"commands": [testing.command(["cd", "/data/site"], {})]}, [_made({"file": "/data/site", "dir": true})], {}) == set()
}

test_program_that_it_runs_allowed if _found_with(_runs(["/data/tool/run"]), [_made({"file": "/data/tool"})], {}) == set()

test_kept_elsewhere_allowed if {
	every overrides in [
		object.union(_on_volume, {"mounts": [testing.file_mount("app", {})]}),
		object.union(_on_volume, {"kind": "hostPath"}),
		{"file": "model.bin"},
		{"exact": false},
		{"file": "/proc/sys/net/x"},
		{"dir": true, "holds_mount": true, "file": "/opt"},
	] {
		_found_with({}, [_made({}), _made(overrides)], {}) == set()
	}
}

test_injected_container_may_mount_it_allowed if {
	_found_with({}, [_made(_on_volume)], {"injectors": [testing.injector("vault", {})]}) == set()
}

test_command_of_another_effect_allowed if _found_with(_runs(["psql", "-f", "/x"]), [_made({})], {}) == set()

test_upload_allowed if _found_with(_runs(["curl", "-X", "POST"]), [_made({})], {}) == set()

test_program_out_of_sight_allowed if _found_with({"tools_only": false}, [_made({})], {}) == set()

test_privileged_allowed if _found_with({"security": {"privileged": {"value": true}}}, [_made({})], {}) == set()

test_host_process_allowed if _found_with({}, [_made({})], {"host_process": true}) == set()

test_running_container_allowed if _found_with({"class": "regular"}, [_made({})], {}) == set()

test_directory_alone_allowed if _found({"op": "create"}) == set()

test_beside_each_command_that_only_makes_files_denied if {
	every name in {
		":", "[", "apk", "apt", "apt-get", "ash", "awk", "base64", "basename", "bash", "cat", "cd", "chmod", "cp", "curl", "cut", "date", "dirname",
		"dnf", "echo", "envsubst", "exit", "export", "git", "grep", "gsutil", "gunzip", "gzip", "head", "hostname", "install", "jq", "ln", "local", "ls",
		"mkdir", "mv", "openssl", "printf", "pwd", "rm", "sed", "seq", "set", "sh", "sleep", "sort", "tar", "tee", "test", "touch", "tr", "true", "unzip",
		"wget", "yq", "yum",
	} {
		count(_found_with(_runs([name, "x"]), [_made({})], {})) == 1
	}
	count(_found_with(_runs(["psql", "x"]), [_made({})], {})) == 0
}

test_beside_what_sends_something_allowed if {
	every word in {
		"--data", "--data-binary", "--form", "--head", "--post-data", "--post-file", "--request", "--spider", "-F", "-I", "-T", "-X", "-d", "push",
	} {
		count(_found_with(_runs(["curl", word, "x"]), [_made({})], {})) == 0
	}
}

test_places_of_the_containers_own_allowed if {
	every place in {
		"/bin", "/etc/apk", "/etc/apt", "/etc/ca-certificates", "/etc/environment", "/etc/gitconfig", "/etc/group", "/etc/hosts", "/etc/krb5.conf",
		"/etc/localtime", "/etc/passwd", "/etc/pki", "/etc/profile", "/etc/profile.d", "/etc/resolv.conf", "/etc/ssh", "/etc/ssl", "/etc/timezone",
		"/etc/yum.repos.d", "/root", "/run", "/sbin", "/tmp", "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin",
		"/usr/local/share/ca-certificates", "/usr/sbin", "/usr/share/ca-certificates", "/usr/share/keyrings", "/var/cache", "/var/lib/apt", "/var/run",
		"/var/tmp",
	} {
		count(_found({"file": sprintf("%s/x", [place])})) == 0
	}
}

test_each_use_of_a_neighbour_denied_as_wanted if {
	every op in ["read", "tail", "watch", "serve"] {
		app := testing.container("app", {"files": [testing.file(op, "/srv/data/x", {})]})
		{v.severity | some v in rule.violation} == {"warning"} with input as testing.pod({"containers": [_fetch({}), app], "outputs": [_made({"file": "/srv/data/x"})]})
	}
}

test_temporary_files_on_a_volume_allowed if {
	every dir in ["/tmp", "/var/tmp", "/var/cache"] { count(_found(object.union(_on_volume, {"file": sprintf("%s/x", [dir])}))) == 0 }
	count(_found(object.union(_on_volume, {"file": "/run/x"}))) == 1
}
