package podlint.rules.coupling.dind_endpoint_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.dind_endpoint_mismatch as rule

_port(number) := {"port": number, "name": "", "declared": false, "binds": true, "variable": false, "address": "all", "purpose": "", "certainty": "known"}

_privileged := {"security": {"privileged": {"value": true}}}

_daemon := {
	"role": "build-daemon", "known": "dind", "known_certainty": "known", "own_program": true, "ports": [_port(2376)],
}

_pod(daemon, runner, dials) := testing.pod({
	"containers": [
		testing.container("runner", runner),
		testing.container("dind", object.union({"own_program": true, "image": testing.image("docker:27.3-dind")}, daemon)),
	],
	"who": {"dind": object.union(_daemon, object.get(daemon, "who", {}))},
	"connections": dials,
})

_dial(number, overrides) := testing.connection("runner", object.union({"port": number}, overrides))

_answered := {"answer": "neighbour", "to": [testing.server("dind", {})]}

_messages(pod) := {v.msg | some v in rule.violation with input as pod}

test_clear_text_port_denied if {
	rule.violation == {{
		"msg": "\"runner\" dials Docker on 2375, but \"dind\" serves TLS on 2376 only (DOCKER_TLS_CERTDIR is not empty)",
		"path": ["spec", "containers", 0, "args", 0],
		"container": "runner",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as _pod(_privileged, {}, [_dial(2375, {})])
}

test_client_denied_once if {
	count(_messages(_pod(_privileged, {}, [_dial(2375, {}), _dial(2375, {"path": ["spec"]})]))) == 1
	count(_messages(_pod(_privileged, {}, [_dial(2375, {}), _dial(2376, _answered)]))) == 1
}

test_certificates_not_shared_denied if {
	pod := _pod(_privileged, {}, [_dial(2376, _answered)])
	_messages(pod) == {"\"runner\" dials Docker with TLS on 2376, but does not mount the certificates that \"dind\" writes"}
}

test_other_volume_denied if {
	pod := _pod(
		object.union(_privileged, {"mounts": [testing.mount("certs", "/certs", {}), testing.mount("work", "/work", {})]}),
		{"mounts": [testing.mount("work", "/work", {})]},
		[_dial(2376, _answered)],
	)
	count(_messages(pod)) == 1
}

test_certificates_shared_allowed if {
	every at in ["/certs", "/certs/client"] {
		_messages(_pod(
			object.union(_privileged, {"mounts": [testing.mount("certs", at, {})]}),
			{"mounts": [testing.mount("certs", "/certs/client", {})]},
			[_dial(2376, _answered)],
		)) == set()
	}
}

test_certificates_in_another_directory_allowed if {
	_messages(_pod(
		object.union(_privileged, {"mounts": [testing.mount("tls", "/tls", {})], "env": [testing.env("DOCKER_TLS_CERTDIR", "/tls", {})]}),
		{"mounts": [testing.mount("tls", "/tls", {})]},
		[_dial(2376, _answered)],
	)) == set()
}

test_clear_text_on_purpose_allowed if {
	pod := _pod(_privileged, {}, [_dial(2375, {})])
	ports := object.union(pod, {"pod": {"who": {"dind": {"ports": [_port(2375)]}}}})
	rule.violation == set() with input as ports
	both := object.union(pod, {"pod": {"who": {"dind": {"ports": [_port(2375), _port(2376)]}}}})
	rule.violation == set() with input as both
}

test_proxy_of_a_neighbour_allowed if {
	_messages(_pod(_privileged, {}, [_dial(2375, {"answer": "neighbour", "to": [testing.server("runner", {})]})])) == set()
}

test_other_dials_allowed if {
	_messages(_pod(_privileged, {}, [_dial(2375, {"host_class": "external"})])) == set()
	_messages(_pod(_privileged, {}, [_dial(2375, {"via": "mention"})])) == set()
	_messages(_pod(_privileged, {}, [_dial(2377, {})])) == set()
	_messages(_pod(_privileged, {"class": "init"}, [_dial(2375, {})])) == set()
	_messages(_pod(_privileged, {}, [object.union(_dial(2375, {}), {"from": "dind"})])) == set()
}

test_daemon_not_privileged_denied if {
	rule.violation == {{
		"msg": "Docker daemon \"dind\" is not privileged: it cannot start",
		"path": ["spec", "containers", 1, "securityContext", "privileged"],
		"container": "dind",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as _pod({}, {}, [])
	count(_messages(_pod({"security": {"privileged": {"value": false}}}, {}, []))) == 1
}

test_runtime_class_denied_as_doubt if {
	pod := object.union(_pod({}, {}, []), {"pod": {"runtime_class": "sysbox-runc"}})
	some v in rule.violation with input as pod
	v.certainty.doubt == true
}

test_image_by_name_denied_as_less_sure if {
	pod := object.union(_pod({}, {}, []), {"pod": {"who": {"dind": {"known_certainty": "guessed"}}}})
	some v in rule.violation with input as pod
	v.certainty.lower == 1
}

test_hidden_variables_denied_as_doubt if {
	some v in rule.violation with input as _pod(object.union(_privileged, {"env_unresolved": true}), {}, [_dial(2375, {})])
	v.certainty.doubt == true
}

test_directory_that_is_filled_elsewhere_denied_as_doubt if {
	every known in [true, false] {
		variable := testing.env("DOCKER_TLS_CERTDIR", "/certs", {"known": known})
		some v in rule.violation with input as _pod(object.union(_privileged, {"env": [variable]}), {}, [_dial(2375, {})])
		v.certainty.doubt != known
	}
}

test_rootless_allowed if {
	_messages(_pod({"image": testing.image("docker:27.3-dind-rootless")}, {}, [])) == set()
}

test_other_daemons_allowed if {
	every other in [{"known": "buildkit"}, {"own_program": false}, {"class": "init"}] {
		pod := object.union(_pod({}, {}, [_dial(2375, {})]), {"pod": {"who": {"dind": other}}})
		rule.violation == set() with input as pod
	}
}

test_daemon_alone_allowed if {
	alone := testing.container("dind", {"own_program": true, "image": testing.image("docker:27.3-dind")})
	_messages(testing.pod({"containers": [alone], "who": {"dind": _daemon}})) == set()
}

_told(listens) := {
	"security": {"privileged": {"value": true}},
	"listens": listens,
	"mounts": [testing.mount("run", "/var/run", {})],
}

_tcp := {"port": 2375, "protocol": "TCP", "effective": true, "origin": "flag", "text": "-H tcp://0.0.0.0:2375", "path": ["h"]}

_socket_pod(listens, kind) := object.union(
	_pod(_told(listens), {"mounts": [testing.mount("run", "/var/run", {})]}, [testing.connection("runner", {
		"host_class": "socket", "socket": "/var/run/docker.sock", "volume": "run", "volume_path": "docker.sock", "port": 0, "answer": "nobody",
	})]),
	{"pod": object.union(
		_pod(_told(listens), {"mounts": [testing.mount("run", "/var/run", {})]}, [testing.connection("runner", {
			"host_class": "socket", "socket": "/var/run/docker.sock", "volume": "run", "volume_path": "docker.sock", "port": 0, "answer": "nobody",
		})]).pod,
		{"volumes": [{"name": "run", "kind": kind, "mounted_by": [{"container": "dind"}, {"container": "runner"}]}]},
	)},
)

test_socket_that_is_not_made_denied if {
	_messages(_socket_pod([_tcp], "emptyDir")) == {"\"runner\" dials Docker on /var/run/docker.sock, but \"dind\" is told to serve -H tcp://0.0.0.0:2375 alone"}
}

test_said_once_denied if count(_messages(_socket_pod([_tcp, object.union(_tcp, {"port": 2376, "text": "-H tcp://0.0.0.0:2376"})], "emptyDir"))) == 1

test_socket_beside_the_port_allowed if {
	_messages(_socket_pod([_tcp, {"port": 0, "socket": "/var/run/docker.sock", "effective": true, "origin": "flag", "text": "-H unix", "path": ["u"]}], "emptyDir")) == set()
}

test_default_port_allowed if _messages(_socket_pod([object.union(_tcp, {"origin": "image"})], "emptyDir")) == set()

test_socket_of_the_node_allowed if _messages(_socket_pod([_tcp], "hostPath")) == set()
