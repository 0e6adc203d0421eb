package podlint.rules.security.engine_socket_in_app_pod_test

import data.podlint.lib.testing
import data.podlint.rules.security.engine_socket_in_app_pod as rule

_socket(name, path) := testing.right(name, "host-path", "/var/run/docker.sock", {"path": path})

_pod(containers, held, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container(name, object.get(containers, name, {})) | some name in ["app", "builder", "web"]],
		"rights": held,
	},
	overrides,
))

_said(containers, held, overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(containers, held, overrides)
}

test_engine_socket_denied if {
	rule.violation == {{
		"msg": "container \"builder\" mounts /var/run/docker.sock and is root on the node, in one pod with \"app\", \"web\"",
		"path": ["x"],
		"container": "builder",
		"related": [],
	}} with input as _pod({}, [_socket("builder", ["x"])], {})
}

_reached := {"container \"builder\" mounts /var/run/docker.sock and is root on the node: \"app\" can reach it through shared files or processes"}

test_shared_files_denied if {
	both := {name: {"mounts": [testing.mount("work", "/work", {"sub_path": sub})]} | some name, sub in {"app": "a", "builder": "a/b"}}
	_said(both, [_socket("builder", [])], {}) == _reached
}

test_shared_processes_denied if {
	_said({"web": {"class": "init"}}, [_socket("builder", [])], {"share_process_namespace": true}) == _reached
}

test_files_apart_are_no_reach_denied if {
	every mount in [{"sub_path": "c"}, {"kind": "secret"}] {
		builder := {"mounts": [testing.mount("work", "/work", object.union({"sub_path": "a/b"}, mount))]}
		app := {"mounts": [testing.mount("work", "/work", {"sub_path": "a/b", "read_only": true})]}
		some said in _said({"app": app, "builder": builder}, [_socket("builder", [])], {})
		endswith(said, "in one pod with \"app\", \"web\"")
	}
}

test_files_that_nobody_writes_are_no_reach_denied if {
	both := {name: {"mounts": [testing.mount("work", "/work", {"read_only": true})]} | some name in ["app", "builder"]}
	some said in _said(both, [_socket("builder", [])], {})
	endswith(said, "in one pod with \"app\", \"web\"")
}

test_two_holders_are_one_violation_denied if {
	rule.violation == {{
		"msg": "containers \"builder\", \"web\" mount /var/run/docker.sock and are root on the node, in one pod with \"app\"",
		"path": ["x"],
		"container": "builder",
		"related": [{"msg": "\"web\" mounts it here", "path": ["y"]}],
	}} with input as _pod({}, [_socket("builder", ["x"]), testing.right("web", "host-path", "/run/docker.sock", {"path": ["y"]})], {})
}

test_two_engines_are_two_violations_denied if {
	count(_said({}, [_socket("builder", []), testing.right("web", "host-path", "/run/containerd", {})], {})) == 2
}

test_agent_of_the_node_allowed if {
	_said({}, [_socket("builder", [])], {"node_agent": true}) == set()
	_said({}, [_socket("builder", [])], {"workload": {"kind": "DaemonSet"}}) == set()
}

test_single_container_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("builder", {})], "rights": [_socket("builder", [])]})
}

test_another_path_of_the_node_allowed if _said({}, [testing.right("web", "host-path", "/run/dbus", {})], {}) == set()
