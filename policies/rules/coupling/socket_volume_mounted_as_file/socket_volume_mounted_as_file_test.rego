package podlint.rules.coupling.socket_volume_mounted_as_file_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.socket_volume_mounted_as_file as rule

_socket(overrides) := testing.listen(0, object.union(
	{"protocol": "UNIX", "socket": "/run/app.sock", "volume": "run", "volume_path": "app.sock", "effective": true, "path": ["spec", "bind"]},
	overrides,
))

_pod(listen, kind, mount) := testing.pod({
	"containers": [testing.container("web", {}), testing.container("app", {"listens": [_socket(listen)]})],
	"volumes": [testing.volume("run", kind, {"mounted_by": [
		testing.mounted_by("web", "/run/app.sock", object.union({"path": ["spec", "mount"]}, mount)),
		testing.mounted_by("app", "/run", {}),
	]})],
})

_file := {"sub_path": "app.sock"}

test_socket_denied if {
	some v in rule.violation with input as _pod({}, "emptyDir", _file)
	v.msg == "container \"web\" mounts socket app.sock of volume \"run\" as a file: it keeps a dead one, or becomes a directory, when \"app\" starts"
	v.path == ["spec", "mount", "subPath"]
	v.container == "web"
	v.related == [{"msg": "\"app\" serves the socket", "path": ["spec", "bind"]}]
}

test_guessed_socket_denied_a_step_lower if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, "emptyDir", _file)
	v.certainty.lower == 1
}

test_directory_allowed if rule.violation == set() with input as _pod({}, "emptyDir", {})

test_another_file_allowed if rule.violation == set() with input as _pod({}, "emptyDir", {"sub_path": "motd"})

test_other_listeners_allowed if {
	every listen in [{"effective": false}, {"volume": "other"}, {"protocol": "TCP"}] {
		found := rule.violation with input as _pod(listen, "emptyDir", _file)
		every v in found { not contains(v.msg, "serves") }
		every v in found { contains(v.msg, "becomes a directory, and a new socket") }
	}
}

test_node_allowed if rule.violation == set() with input as _pod({}, "hostPath", _file)

test_own_socket_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.container("app", {"listens": [_socket({})]})],
		"volumes": [testing.volume("run", "emptyDir", {"mounted_by": [testing.mounted_by("app", "/run/app.sock", _file)]})],
	})
}

_unserved(kind, mount, other, lists) := testing.pod(object.union(
	{
		"containers": [testing.container("web", {}), testing.container("app", {})],
		"volumes": [testing.volume("run", kind, {"mounted_by": [
			testing.mounted_by("web", "/run/app.sock", object.union({"path": ["spec", "mount"]}, mount)),
			testing.mounted_by("app", "/run", other),
		]})],
	},
	lists,
))

test_name_of_a_socket_denied_a_step_lower if {
	some v in rule.violation with input as _unserved("emptyDir", _file, {}, {})
	v.msg == "container \"web\" mounts app.sock of volume \"run\" as a file: what is no file yet becomes a directory, and a new socket is not seen"
	v.path == ["spec", "mount", "subPath"]
	v.container == "web"
	v.certainty.lower == 1
}

test_other_names_allowed if {
	every name in ["sock", "app.sock.d", "app.socks"] {
		rule.violation == set() with input as _unserved("emptyDir", {"sub_path": name}, {}, {})
	}
}

test_nobody_else_sees_the_directory_allowed if {
	rule.violation == set() with input as _unserved("emptyDir", _file, {"read_only": true}, {})
	rule.violation == set() with input as _unserved("emptyDir", _file, {"sub_path": "app.sock"}, {})
}

test_kept_volume_allowed if rule.violation == set() with input as _unserved("persistentVolumeClaim", _file, {}, {})

test_init_container_allowed if {
	rule.violation == set() with input as _unserved("emptyDir", _file, {}, {"containers": [testing.init("web", {}), testing.container("app", {})]})
	rule.violation == set() with input as _unserved("emptyDir", _file, {}, {"containers": [testing.container("web", {}), testing.init("app", {})]})
}
