package podlint.rules.coupling.unix_socket_not_shared_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.unix_socket_not_shared as rule

_dial(overrides) := testing.connection("client", object.union(
	{
		"host": "",
		"host_class": "socket",
		"port": 0,
		"protocol": "UNIX",
		"socket": "/run/csi/csi.sock",
		"answer": "away",
		"path": ["spec", "containers", 1, "args", 0],
	},
	overrides,
))

# A dial on the volume that the server shares.
_on_volume(overrides) := _dial(object.union(
	{"socket": "/csi/csi.sock", "volume": "socket", "volume_path": "csi.sock", "answer": "nobody"},
	overrides,
))

_socket(file, overrides) := object.union(
	{
		"socket": file,
		"volume": "socket",
		"volume_path": "driver.sock",
		"protocol": "UNIX",
		"address": "all",
		"declared": false,
		"effective": true,
		"certainty": "shown",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

_pod(dial, listens, parts) := testing.pod(object.union(
	{
		"containers": [testing.container("driver", {"listens": listens}), testing.container("client", {"own_program": true})],
		"who": {"client": {"known_certainty": "known"}, "driver": {"own_program": true, "seen": {"listens": "all"}}},
		"volumes": [testing.volume("socket", "emptyDir", {"mounted_by": [
			testing.mounted_by("driver", "/csi", {}),
			testing.mounted_by("client", "/csi", {}),
		]})],
		"connections": [dial],
	},
	parts,
))

_same := [_socket("/csi/csi.sock", {"volume_path": "csi.sock"})]

_other := [_socket("/csi/driver.sock", {})]

test_server_elsewhere_denied if {
	some v in rule.violation with input as _pod(_dial({}), _same, {})
	v.msg == "container \"client\" looks for socket /run/csi/csi.sock, but \"driver\" serves /csi/csi.sock"
	v.path == ["spec", "containers", 1, "args", 0]
	v.container == "client"
	v.certainty.lower == 0
	v.related == [{"msg": "\"driver\" serves it here", "path": ["spec", "containers", 0, "args", 0]}]
}

test_same_path_without_volume_denied if {
	some v in rule.violation with input as _pod(_dial({"socket": "/csi/csi.sock"}), _same, {})
	v.msg == "container \"client\" looks for socket /csi/csi.sock, but \"driver\" serves /csi/csi.sock and they share no such file"
}

test_other_directory_of_the_volume_denied if {
	dial := _on_volume({"socket": "/csi/a/csi.sock", "volume_path": "a/csi.sock"})
	count(rule.violation) == 1 with input as _pod(dial, _same, {})
}

test_other_name_in_the_directory_denied if {
	some v in rule.violation with input as _pod(_on_volume({}), _other, {})
	v.msg == "container \"client\" looks for socket /csi/csi.sock, but \"driver\" serves /csi/driver.sock"
	v.certainty.lower == 0
	v.related == [{"msg": "\"driver\" serves its socket here", "path": ["spec", "containers", 0, "args", 0]}]
}

test_other_name_in_another_directory_allowed if {
	rule.violation == set() with input as _pod(_on_volume({"volume_path": "a/csi.sock"}), _other, {})
}

test_known_server_that_may_serve_more_is_one_step_less_denied if {
	some v in rule.violation with input as _pod(_on_volume({}), _other, {"who": {"driver": {"seen": {"listens": "told"}}}})
	v.certainty.lower == 1
	v.certainty.doubt == false
}

test_unknown_server_that_may_serve_more_is_a_doubt_denied if {
	some v in rule.violation with input as _pod(_on_volume({}), _other, {"who": {"driver": {"own_program": false, "seen": {"listens": "told"}}}})
	v.certainty.doubt == true
}

_third(mount) := {
	"containers": [
		testing.container("driver", {"listens": _same}), testing.container("client", {"own_program": true}),
		testing.container("third", {}),
	],
	"who": {"third": {"seen": {"listens": "some"}}},
	"volumes": [testing.volume("socket", "emptyDir", {"mounted_by": [
		testing.mounted_by("driver", "/csi", {}),
		testing.mounted_by("client", "/csi", {}),
		testing.mounted_by("third", "/csi", mount),
	]})],
}

_elsewhere := _on_volume({"volume_path": "a/csi.sock"})

test_third_one_that_may_serve_it_is_a_doubt_denied if {
	some v in rule.violation with input as _pod(_elsewhere, [], _third({}))
	v.certainty.doubt == true
}

test_third_one_that_cannot_write_denied if {
	some v in rule.violation with input as _pod(_elsewhere, [], _third({"read_only": true}))
	v.certainty.lower == 0
}

test_third_one_that_is_a_client_denied if {
	asks := object.union(_on_volume({"answer": "neighbour"}), {"from": "third"})
	some v in rule.violation with input as _pod(_elsewhere, [], object.union(_third({}), {"connections": [_elsewhere, asks]}))
	v.certainty.lower == 0
}

_alone := {
	"containers": [testing.container("driver", {}), testing.container("client", {"own_program": true})],
	"volumes": [testing.volume("socket", "emptyDir", {"mounted_by": [testing.mounted_by("client", "/csi", {})]})],
}

test_nobody_else_mounts_denied if {
	some v in rule.violation with input as _pod(_on_volume({}), [], _alone)
	v.msg == "container \"client\" looks for socket /csi/csi.sock, but no other container mounts volume \"socket\""
	v.certainty.lower == 0
}

test_client_that_is_a_guess_is_one_step_less_denied if {
	some v in rule.violation with input as _pod(_on_volume({}), [], object.union(_alone, {"who": {"client": {"known_certainty": "guessed"}}}))
	v.certainty.lower == 1
}

test_unknown_client_of_its_own_volume_allowed if {
	rule.violation == set() with input as _pod(_on_volume({}), [], object.union(_alone, {"who": {"client": {"own_program": false}}}))
}

test_injected_server_allowed if {
	rule.violation == set() with input as _pod(_on_volume({}), [], object.union(_alone, {"who": {"driver": {"class": "injected"}}}))
}

test_another_mounts_it_allowed if rule.violation == set() with input as _pod(_on_volume({}), [], {})

test_own_claim_allowed if {
	claim := [testing.volume("socket", "persistentVolumeClaim", {"mounted_by": [testing.mounted_by("client", "/csi", {})]})]
	rule.violation == set() with input as _pod(_on_volume({}), [], object.union(_alone, {"volumes": claim}))
}

test_answered_allowed if {
	every answer in ["own", "neighbour"] {
		rule.violation == set() with input as _pod(_on_volume({"answer": answer}), _same, {})
	}
}

test_later_or_out_of_the_pod_allowed if {
	every overrides in [{"phase": "hook"}, {"phase": "probe"}, {"socket": "@csi.sock"}, {"socket": "/run/$(DRIVER)/csi.sock"}] {
		rule.violation == set() with input as _pod(_dial(overrides), _same, {})
	}
	count(rule.violation) == 1 with input as _pod(_dial({"phase": "start"}), _same, {})
}

test_on_the_node_allowed if {
	rule.violation == set() with input as _pod(_dial({}), _same, {"windows": true})
	rule.violation == set() with input as _pod(_dial({}), _same, {"host_process": true})
	node := {"volumes": [testing.volume("socket", "hostPath", {"source": "/run", "mounted_by": [testing.mounted_by("client", "/csi", {})]})]}
	rule.violation == set() with input as _pod(_on_volume({}), [_socket("/driver/csi.sock", {"volume": ""})], node)
	rule.violation == set() with input as _pod(_dial({}), _same, node)
}

test_volume_that_the_pod_lacks_allowed if {
	rule.violation == set() with input as _pod(_on_volume({"volume": "claimed"}), [_socket("/driver/csi.sock", {})], {})
}

test_init_container_allowed if rule.violation == set() with input as _pod(_dial({}), _same, {"who": {"client": {"class": "init"}}})

test_variable_of_a_csi_helper_allowed if {
	every role in ["csi", "health-bridge"] {
		rule.violation == set() with input as _pod(_dial({"origin": "env"}), _same, {"who": {"client": {"role": role}}})
	}
	count(rule.violation) == 1 with input as _pod(_dial({"origin": "env"}), _same, {})
	count(rule.violation) == 1 with input as _pod(_dial({}), _same, {"who": {"client": {"role": "csi"}}})
}

test_servers_that_count_for_nothing_allowed if {
	rule.violation == set() with input as _pod(_dial({}), [_socket("/csi/other.sock", {})], {})
	rule.violation == set() with input as _pod(_dial({}), [_socket("/csi/csi.sock", {"effective": false})], {})
	init := {"containers": [testing.init("driver", {"listens": _same}), testing.container("client", {})]}
	rule.violation == set() with input as _pod(_dial({}), _same, init)
}

_registrar(value, source) := testing.pod({
	"containers": [testing.container("registrar", {
		"flags": [{"name": "kubelet-registration-path", "value": value, "path": ["spec", "containers", 0, "args", 1]}],
	})],
	"connections": [testing.connection("registrar", {
		"host_class": "socket",
		"socket": "/csi/csi.sock",
		"volume": "plugin",
		"volume_path": "csi.sock",
	})],
	"volumes": [testing.volume("plugin", "hostPath", {"source": source})],
})

test_registration_denied if {
	some v in rule.violation with input as _registrar("/plugins/a/csi.sock", "/plugins/b")
	v.msg == "container \"registrar\" tells the kubelet /plugins/a/csi.sock, but on the node the socket is /plugins/b/csi.sock"
	v.path == ["spec", "containers", 0, "args", 1]
	v.related == [{"msg": "volume \"plugin\" lies there", "path": ["spec", "volumes", 0]}]
}

test_registration_of_the_socket_allowed if {
	rule.violation == set() with input as _registrar("/plugins/a/csi.sock", "/plugins/a")
	rule.violation == set() with input as _registrar("/plugins//a/csi.sock", "/plugins/a/")
}

test_registration_of_what_is_not_known_allowed if {
	rule.violation == set() with input as _registrar("/plugins/$(NAME)/csi.sock", "/plugins/a")
	rule.violation == set() with input as _registrar("/plugins/a/csi.sock", "/plugins/{{ .Values.name }}")
	rule.violation == set() with input as _registrar("csi.sock", "/plugins/a")
	rule.violation == set() with input as object.union(_registrar("/plugins/a/csi.sock", "/plugins/b"), {"pod": {"volumes": []}})
}

_two(first, second) := {"connections": [
	_on_volume(object.union({"socket": "/run/shop/agent.sock", "volume_path": "shop/agent.sock"}, first)),
	_on_volume(object.union({"from": "driver", "socket": "/csi/agent.sock", "volume_path": "agent.sock", "path": ["spec", "other"]}, second)),
]}

test_two_places_of_one_name_in_doubt if {
	found := rule.violation with input as _pod(_dial({}), [], _two({}, {}))
	{v.msg | some v in found} == {"container \"driver\" looks for socket /csi/agent.sock, but \"client\" is given /run/shop/agent.sock: on volume \"socket\" these are two files"}
	some v in found
	v.certainty.doubt
	v.path == ["spec", "other"]
	v.container == "driver"
}

test_one_place_or_other_names_allowed if {
	every second in [
		{"volume_path": "shop/agent.sock"},
		{"socket": "/csi/other.sock"},
		{"volume": "other"},
		{"answer": "neighbour"},
		{"from": "client"},
	] {
		rule.violation == set() with input as _pod(_dial({}), [], _two({}, second))
	}
}
