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
		"severity": "warning",
		"related": [],
	}} with input as _pod({}, [_socket("builder", ["x"])], {})
}

test_shared_files_denied if {
	found := rule.violation with input as _pod({}, [_socket("builder", [])], {"shares": [_share({}, {"read_only": true})]})
	{v.msg | some v in found} == {"container \"builder\" mounts /var/run/docker.sock and is root on the node, and takes files from \"app\" on volume \"work\""}
	{v.severity | some v in found} == {"error"}
}

_share(app, builder) := {
	"volume": "work",
	"kind": "emptyDir",
	"parts": "meet",
	"scratch": false,
	"settings": false,
	"facility": false,
	"writable": true,
	"ends": [object.union({"container": "app", "read_only": false}, app), object.union({"container": "builder", "read_only": false}, builder)],
}

test_shared_processes_denied if {
	found := rule.violation with input as _pod({"web": {"class": "init"}}, [_socket("builder", [])], {"share_process_namespace": true})
	{v.msg | some v in found} == {"container \"builder\" mounts /var/run/docker.sock and is root on the node: \"app\" can reach it through the shared process namespace"}
	{v.severity | some v in found} == {"error"}
}

test_files_apart_are_no_reach_denied if {
	every share in [object.union(_share({}, {}), {"parts": "apart"}), object.union(_share({}, {}), {"settings": true}), _share({"read_only": true}, {})] {
		found := rule.violation with input as _pod({}, [_socket("builder", [])], {"shares": [share]})
		{[v.severity, endswith(v.msg, "in one pod with \"app\", \"web\"")] | some v in found} == {["warning", true]}
	}
}

test_two_holders_are_one_violation_denied if {
	rule.violation == {{
		"msg": "containers \"builder\", \"web\" mount /var/run/docker.sock and are root on the node, in one pod with \"app\"",
		"path": ["x"],
		"container": "builder",
		"severity": "error",
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

test_neighbours_that_have_ended_allowed if {
	_said({"app": {"class": "init"}, "web": {"class": "init"}}, [_socket("builder", [])], {}) == set()
}
