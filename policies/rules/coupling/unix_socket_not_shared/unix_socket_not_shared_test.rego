package podlint.rules.coupling.unix_socket_not_shared_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.unix_socket_not_shared as rule

_socket(overrides) := object.union(
	{"container": "client", "socket": "/csi/csi.sock", "path": ["spec", "containers", 1, "args", 0]},
	overrides,
)

_message(overrides) := concat("", [v.msg |
	some v in rule.violation with input as testing.pod({"coupling": {"unshared_sockets": [_socket(overrides)]}})
])

test_server_elsewhere_denied if {
	server := {"server": "driver", "server_socket": "/plugin/csi.sock", "server_path": ["spec", "containers", 0, "args", 0]}
	rule.violation == {{
		"msg": "container \"client\" looks for socket /csi/csi.sock, but \"driver\" serves /plugin/csi.sock",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "client",
		"related": [{"msg": "\"driver\" serves it here", "path": ["spec", "containers", 0, "args", 0]}],
	}} with input as testing.pod({"coupling": {"unshared_sockets": [_socket(server)]}})
}

test_same_path_without_volume_denied if {
	server := {"server": "driver", "server_socket": "/csi/csi.sock", "server_path": ["spec", "containers", 0, "args", 0]}
	_message(server) == "container \"client\" looks for socket /csi/csi.sock, but \"driver\" serves /csi/csi.sock and they share no such file"
}

test_nobody_else_mounts_denied if {
	_message({"volume": "socket"}) == "container \"client\" looks for socket /csi/csi.sock, but no other container mounts volume \"socket\""
}

test_registration_denied if {
	_message({"socket": "/plugins/a/csi.sock", "host_path": "/plugins/b/csi.sock"}) == concat("", [
		"container \"client\" tells the kubelet /plugins/a/csi.sock, ",
		"but on the node the socket is /plugins/b/csi.sock",
	])
}

test_shared_socket_allowed if {
	rule.violation == set() with input as testing.pod({})
}
