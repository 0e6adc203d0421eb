package podlint.rules.security.pod_nonroot_breaks_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.pod_nonroot_breaks_sidecar as rule

_pod(init, overrides) := testing.pod(object.union(
	{"containers": [testing.init("init", init), testing.container("app", {})]},
	overrides,
))

_found(init, overrides) := found if {
	found := rule.violation with input as _pod(init, overrides)
}

_said(init, overrides) := {v.msg | some v in _found(init, overrides)}

_no_root(origin) := {"run_as_non_root": {"value": true, "origin": origin, "path": ["n"]}, "path": ["s"]}

_image_root := {"run_as_user": {"value": 0, "origin": "image", "certainty": "known"}}

_image(security, image) := {"image": image, "security": object.union(_no_root("pod"), security)}

test_root_image_denied if {
	some v in _found(_image(_image_root, {"certainty": "known"}), {})
	v.msg == "container \"init\" cannot start: the pod sets runAsNonRoot, its image runs as root"
	v.path == ["s", "runAsUser"]
	v.container == "init"
	v.certainty.lower == 0
	v.related == [{"msg": "root is forbidden here", "path": ["n"]}]
}

test_own_word_denied if {
	init := {"image": {"certainty": "known"}, "security": object.union(_no_root("container"), _image_root)}
	_said(init, {}) == {"container \"init\" cannot start: it sets runAsNonRoot, its image runs as root"}
}

test_named_user_denied if {
	some said in _said(_image({"user_name": "curl_user"}, {"certainty": "known"}), {})
	endswith(said, "its image runs as \"curl_user\", which is no number")
}

test_image_by_its_name_alone_a_step_lower_denied if {
	some v in _found(_image({"user_name": "curl_user"}, {"certainty": "guessed"}), {})
	v.certainty.lower == 1
}

test_unknown_image_allowed if _found(_image({}, {}), {}) == set()

test_image_of_another_user_allowed if {
	_found(_image({"run_as_user": {"value": 101, "origin": "image"}, "user_name": "nginx"}, {"certainty": "known"}), {}) == set()
}

_user(uid) := {"run_as_user": {"value": uid, "origin": "pod", "certainty": "stated", "path": ["u"]}, "path": ["s"]}

test_contradiction_denied if {
	some v in _found({"security": object.union(_no_root("pod"), _user(0))}, {})
	v.msg == "container \"init\" cannot start: the pod sets runAsNonRoot and, against it, runAsUser 0"
	v.path == ["u"]
	v.certainty.confidence == "certain"
}

test_another_user_allowed if _found({"security": object.union(_no_root("pod"), _user(1000))}, {}) == set()

test_root_that_nobody_forbids_allowed if _found({"security": _user(0)}, {}) == set()

_does(security, argvs, mounts) := {
	"security": security, "mounts": mounts,
	"commands": [testing.command(argv, {"phase": "init", "path": ["c", i]}) | some i, argv in argvs],
}

_data(kind) := [testing.mount("data", "/data", {"kind": kind, "path": ["m"]})]

_severities(security, argvs, mounts) := {v.severity | some v in _found(_does(security, argvs, mounts), {})}

test_work_of_root_denied if {
	some v in _found(_does(_user(1000), [["chown", "-R", "70", "/data"]], []), {})
	v.msg == "container \"init\" runs as user 1000, but \"chown\" needs root: chown -R 70 /data"
	v.path == ["c", 0]
	v.severity == "warning"
	v.certainty.lower == 0
	v.related == [{"msg": "the user is set here", "path": ["u"]}]
}

test_perhaps_its_own_user_in_doubt if {
	some v in _found(_does(_user(1000), [["chown", "-R", "app", "/data"]], []), {})
	v.certainty.doubt
	every owner in ["root", "0", "70"] {
		some w in _found(_does(_user(1000), [["chown", "-R", owner, "/data"]], []), {})
		not w.certainty.doubt
	}
}

test_programs_of_root_denied if {
	every argv in [["apk", "add", "curl"], ["sysctl", "-w", "a"], ["sysctl", "a=b"], ["mount", "/x"]] {
		_severities(_user(1000), [argv], []) == {"warning"}
	}
}

test_user_of_the_image_denied if {
	some v in _found(_does({"run_as_user": {"value": 1000, "origin": "image", "certainty": "known", "path": ["u"]}}, [["apk", "add", "curl"]], []), {})
	v.certainty.lower == 0
}

test_what_any_user_may_allowed if {
	every argv in [
		["apk", "info"], ["sysctl", "a"], ["mount"], ["chown", "1000:1000", "/x"], ["chown", ":1000", "/x"],
		["chown", "$USER", "/x"], ["chown", "\uFFFD", "/x"], ["chmod", "700", "/x"], ["chown", "--reference=/y", "/x"], ["ls", "root"],
	] {
		_severities(_user(1000), [argv], []) == set()
	}
}

test_work_that_may_fail_allowed if {
	every tried in [{"ignorable": true}, {"condition": true}, {"phase": "hook"}] {
		_found({"security": _user(1000), "commands": [testing.command(["apk", "add", "x"], tried)]}, {}) == set()
	}
}

test_fresh_volume_denied if {
	some v in _found(_does(_user(1000), [["chown", "1000:1000", "/data/"]], _data("emptyDir")), {})
	v.msg == "container \"init\" runs as user 1000: \"chown\" of /data, which belongs to root, is refused"
	v.severity == "error"
	v.path == ["c", 0]
}

test_kinds_of_fresh_volumes_denied if {
	_severities(_user(1000), [["chown", "1000", "/data"]], _data("persistentVolumeClaim")) == {"warning"}
	_severities(_user(1000), [["chown", "1000", "/data"]], _data("ephemeral")) == {"warning"}
	_severities(_user(1000), [["chmod", "777", "/data"]], _data("emptyDir")) == {"error"}
	_severities(_user(1000), [["chown", "--recursive", "1000", "/"]], _data("emptyDir")) == {"error"}
}

test_one_report_for_a_command_denied if count(_found(_does(_user(1000), [["chown", "2000", "/data"]], _data("emptyDir")), {})) == 1

test_volume_that_is_not_touched_allowed if {
	_severities(_user(1000), [["chown", "1000", "/"]], _data("emptyDir")) == set()
	_severities(_user(1000), [["chown", "1000", "/data/own"]], _data("emptyDir")) == set()
	_severities(_user(1000), [["chown", ":1000", "/data"]], _data("emptyDir")) == set()
}

test_volume_of_the_node_allowed if _severities(_user(1000), [["chown", "1000", "/data"]], _data("hostPath")) == set()

_after(first) := found if {
	found := rule.violation with input as testing.pod({"containers": [
		testing.init("first", first),
		testing.init("second", _does(_user(1000), [["chown", "1000", "/data"]], _data("emptyDir"))),
	]})
}

test_volume_that_was_given_away_allowed if {
	_after(_does(_user(0), [["chown", "-R", "1000", "/data"]], _data("emptyDir"))) == set()
	_after(_does({}, [["chown", "-R", "1000", "/data"]], _data("emptyDir"))) == set()
}

test_volume_that_was_not_given_away_denied if {
	count(_after(_does(_user(0), [["chown", "-R", "1000", "/other"]], _data("emptyDir")))) == 1
	count(_after(_does(_user(0), [["chown", "1000", "/data"]], [testing.mount("other", "/data", {})]))) == 1
}

_bare := object.union(_user(0), {"capabilities_dropped": ["ALL"]})

test_root_without_capability_denied if {
	some v in _found(_does(_bare, [["chown", "1000", "/data"]], []), {})
	v.msg == "container \"init\" is root without the capability CHOWN: \"chown 1000 /data\" is refused"
	v.severity == "error"
	v.related == [{"msg": "its capabilities are set here", "path": ["s"]}]
}

_chown_only := object.union(_bare, {"capabilities_added": ["CHOWN"]})

test_mode_of_what_was_given_away_denied if {
	_severities(_chown_only, [["chown", "1000", "/data"], ["chmod", "700", "/data"]], []) == {"error"}
	_severities(_chown_only, [["chmod", "-R", "700", "/data"]], _data("persistentVolumeClaim")) == {"warning"}
}

test_mode_of_its_own_allowed if {
	_severities(_chown_only, [["chmod", "700", "/data"], ["chown", "1000", "/data"]], []) == set()
	_severities(_chown_only, [["chown", "1000", "/other"], ["chmod", "700", "/data"]], []) == set()
	_severities(_chown_only, [["chmod", "-R", "700", "/data"]], _data("emptyDir")) == set()
	_severities(_chown_only, [["chmod", "700", "/data"]], _data("persistentVolumeClaim")) == set()
}

test_root_that_keeps_files_allowed if {
	every owner in ["root:root", "0", ":0"] { _severities(_bare, [["chown", owner, "/data"]], []) == set() }
}

test_root_with_capability_allowed if {
	_severities(_user(0), [["chown", "1000", "/data"]], []) == set()
	_severities(_chown_only, [["chown", "1000", "/data"]], []) == set()
	_severities(object.union(_bare, {"privileged": {"value": true}}), [["chown", "1000", "/data"]], []) == set()
}

_binds(port, taker) := {"bindings": [testing.binding(port, [testing.taker("init", object.union({"binds": true, "certainty": "shown"}, taker))])]}

_low := {"security": _user(1000)}

test_low_port_is_advice_denied if {
	{[v.severity, v.msg] | some v in _found(_low, _binds(80, {}))} == {["info", "container \"init\" runs as user 1000, but binds port 80, which CRI-O and older runtimes leave to root"]}
}

test_port_allowed if {
	_found(_low, _binds(1024, {})) == set()
	_found(_low, _binds(80, {"binds": false})) == set()
	_found(_low, _binds(80, {"certainty": "guessed"})) == set()
	_found(_low, _binds(80, {"container": "app"})) == set()
	_found(_low, object.union(_binds(80, {}), {"host_network": true})) == set()
	_found(_low, object.union(_binds(80, {}), {"sysctls": {"net.ipv4.ip_unprivileged_port_start": "0"}})) == set()
	_found({"security": object.union(_user(1000), {"capabilities_added": ["NET_BIND_SERVICE"]})}, _binds(80, {})) == set()
	_found({"security": {"run_as_user": {"value": 1000, "origin": "image"}}}, _binds(80, {})) == set()
	_found({"security": _user(0)}, _binds(80, {})) == set()
}

_cache := testing.file("write", "/var/cache/nginx", {"origin": "image", "certainty": "known"})

_nginx(overrides) := object.union(
	{"own_program": true, "security": _user(1000), "image": {"needs": ["root"], "path": ["i"]}, "files": [_cache]},
	overrides,
)

test_image_made_for_root_denied if {
	some v in _found(_nginx({}), {})
	v.msg == "container \"init\" runs as user 1000, but its image writes to /var/cache/nginx, which belongs to root"
	v.path == ["i"]
}

test_one_report_for_an_image_made_for_root_denied if count(_found(_nginx({}), _binds(80, {}))) == 1

test_image_that_may_write_allowed if {
	_found(_nginx({"image": {"needs": ["NET_ADMIN"]}}), {}) == set()
	_found(_nginx({"own_program": false}), {}) == set()
	_found(_nginx({"security": _user(0)}), {}) == set()
	every other in [{"volume": "cache"}, {"certainty": "guessed"}, {"origin": "flag"}, {"op": "read"}] {
		_found(_nginx({"files": [object.union(_cache, other)]}), {}) == set()
	}
}

test_single_container_allowed if {
	init := testing.init("init", {"security": object.union(_no_root("pod"), _user(0))})
	rule.violation == set() with input as testing.pod({"containers": [init]})
}
