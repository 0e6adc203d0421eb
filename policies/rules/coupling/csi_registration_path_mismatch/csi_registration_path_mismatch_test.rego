package podlint.rules.coupling.csi_registration_path_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.csi_registration_path_mismatch as rule

_announced := "/var/lib/kubelet/plugins/disk.example.com/csi.sock"

_flag(value) := [{"name": "kubelet-registration-path", "value": value, "path": ["spec", "containers", 0, "args", 1]}]

_registrar := {
	"known": "csi-node-driver-registrar",
	"known_certainty": "known",
	"own_program": true,
}

_out(overrides) := testing.output("registrar", "write", "/registration", object.union(
	{"dir": true, "tool": "", "log": false, "volume": "registry", "kind": "hostPath", "in": ".", "certainty": "known", "mount_path": ["spec", "mount"]},
	overrides,
))

_dial(overrides) := testing.connection("registrar", object.union(
	{"host_class": "socket", "socket": "/csi/csi.sock", "volume": "plugin", "volume_path": "csi.sock", "certainty": "shown"},
	overrides,
))

_pod(lists, registry, who) := testing.pod(object.union(
	{
		"containers": [testing.container("registrar", {"flags": _flag(_announced)}), testing.container("disk", {})],
		"volumes": [
			testing.volume("registry", "hostPath", {"source": registry}),
			testing.volume("plugin", "hostPath", {"source": "/var/lib/kubelet/plugins/disk.example.com/"}),
		],
		"who": {"registrar": object.union(_registrar, who)},
	},
	lists,
))

_registered(registry, overrides) := _pod({"outputs": [_out(overrides)]}, registry, {})

test_other_directory_denied if {
	some v in rule.violation with input as _registered("/var/lib/kubelet/plugins", {})
	v.msg == "container \"registrar\" registers in /var/lib/kubelet/plugins, but the kubelet watches plugins_registry"
	v.path == ["spec", "mount"]
	v.container == "registrar"
	v.certainty.lower == 0
}

test_scratch_denied if {
	some v in rule.violation with input as _registered("", {"kind": "emptyDir"})
	contains(v.msg, "registers in volume \"registry\",")
}

test_own_file_system_denied if {
	some v in rule.violation with input as _registered("", {"kind": "", "volume": ""})
	contains(v.msg, "registers in its own file system,")
	v.path == _out({}).path
}

test_image_of_that_name_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"outputs": [_out({})]}, "/plugins", {"known_certainty": "guessed"})
	v.certainty.lower == 1
}

test_registry_allowed if {
	rule.violation == set() with input as _registered("/var/lib/kubelet/plugins_registry/", {})
	rule.violation == set() with input as _registered("/var/lib/kubelet", {"in": "plugins_registry"})
}

test_placeholder_allowed if rule.violation == set() with input as _registered("{{ kubelet }}/plugins", {})

test_other_volume_allowed if rule.violation == set() with input as _registered("", {"kind": "csi"})

test_other_outputs_allowed if {
	rule.violation == set() with input as _registered("/plugins", {"op": "read"})
	rule.violation == set() with input as _registered("/plugins", {"dir": false})
	rule.violation == set() with input as _registered("/plugins", {"log": true})
	rule.violation == set() with input as _registered("/plugins", {"tool": "mkdir"})
}

test_other_image_allowed if {
	rule.violation == set() with input as _pod({"outputs": [_out({})]}, "/plugins", {"known": "csi-provisioner"})
	rule.violation == set() with input as _pod({"outputs": [_out({})]}, "/plugins", {"own_program": false})
}

_told(value, dial) := _pod(
	{"connections": [_dial(dial)], "containers": [testing.container("registrar", {"flags": _flag(value)}), testing.container("disk", {})]},
	"/var/lib/kubelet/plugins_registry",
	{},
)

test_other_socket_denied if {
	some v in rule.violation with input as _told("/var/lib/kubelet/plugins/disk/csi.sock", {})
	v.msg == sprintf("container \"registrar\" tells the kubelet /var/lib/kubelet/plugins/disk/csi.sock, but the driver's socket is %s on the node", [_announced])
	v.path == ["spec", "containers", 0, "args", 1]
	v.related[0].path == ["spec", "volumes", 1]
}

test_same_socket_allowed if rule.violation == set() with input as _told(_announced, {})

test_other_root_of_the_kubelet_allowed if {
	rule.violation == set() with input as _told("/var/lib/k0s/kubelet/plugins/disk.example.com/csi.sock", {})
}

test_variable_allowed if rule.violation == set() with input as _told("$(SOCKET)", {})

test_other_dials_allowed if {
	rule.violation == set() with input as _told("/other", {"host_class": "loopback"})
	rule.violation == set() with input as _told("/other", {"volume": ""})
	rule.violation == set() with input as _told("/other", {"from": "disk"})
}

test_windows_allowed if {
	rule.violation == set() with input as _pod({"windows": true, "outputs": [_out({})], "connections": [_dial({})]}, "/plugins", {})
}
