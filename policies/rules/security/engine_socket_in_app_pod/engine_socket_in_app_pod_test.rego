package podlint.rules.security.engine_socket_in_app_pod_test

import data.podlint.lib.testing
import data.podlint.rules.security.engine_socket_in_app_pod as rule

_socket(overrides) := {"isolation": {"engine_sockets": [object.union(
	{
		"container": "builder",
		"source": "/var/run/docker.sock",
		"others": ["app", "web"],
		"path": ["spec", "containers", 1, "volumeMounts", 0],
	},
	overrides,
)]}}

test_engine_socket_denied if {
	rule.violation == {{
		"msg": "container \"builder\" mounts /var/run/docker.sock and is root on the node, in one pod with \"app\", \"web\"",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
		"container": "builder",
		"related": [],
	}} with input as testing.pod(_socket({}))
}

test_siblings_in_reach_denied if {
	found := rule.violation with input as testing.pod(_socket({"reach": ["app"]}))
	{v.msg | some v in found} == {"container \"builder\" mounts /var/run/docker.sock and is root on the node: \"app\" can reach it through shared files or processes"}
}

test_two_holders_are_one_violation_denied if {
	rule.violation == {{
		"msg": "containers \"builder\", \"web\" mount /var/run/docker.sock and are root on the node, in one pod with \"app\"",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
		"container": "builder",
		"related": [{"msg": "\"web\" mounts it here", "path": ["spec", "containers", 2, "volumeMounts", 1]}],
	}} with input as testing.pod(_socket({"others": ["app"], "also": [{"container": "web", "path": ["spec", "containers", 2, "volumeMounts", 1]}]}))
}

test_pod_without_engine_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
