package podlint.lib.rights_test

import data.podlint.lib.rights
import data.podlint.lib.testing

_two := [testing.container("app", {}), testing.container("helper", {})]

test_comparable if {
	rights.comparable with input as testing.pod({"containers": _two})
	not rights.comparable with input as testing.pod({"containers": [testing.container("app", {})]})
	not rights.comparable with input as testing.pod({"containers": _two, "windows": true})
	not rights.comparable with input as testing.pod({"containers": _two, "host_process": true})
}

test_serves_node if {
	rights.serves_node with input as testing.pod({"host_network": true})
	rights.serves_node with input as testing.pod({"node_agent": true})
	rights.serves_node with input as testing.pod({"containers": [testing.container("driver", {"role": "csi-driver"})]})
	not rights.serves_node with input as testing.pod({"containers": _two})
}

_trade(overrides, held) if {
	rights.trade("x") with input as testing.pod({"containers": [testing.container("x", overrides)], "rights": held})
}

test_trade if {
	_trade({"role": "tunnel"}, [])
	_trade({"image": {"needs": ["NET_ADMIN"]}}, [])
	_trade({"image": testing.image("example.org/acme/openvpn-client:2")}, [])
	_trade({"program": "wg-quick"}, [])
	_trade({}, [testing.right("x", "host-path", "/dev/net/tun", {})])
	_trade({}, [testing.right("x", "host-path", "/dev/fuse", {})])
}

test_no_trade if {
	not _trade({"role": "log-agent"}, [])
	not _trade({"image": {"needs": ["root"]}}, [])
	not _trade({"image": testing.image("example.org/vpn/portal:2")}, [])
	not _trade({}, [testing.right("x", "host-path", "/dev/sda", {}), testing.right("y", "host-path", "/dev/fuse", {})])
}

test_under if {
	rights.under("/var/log", "/var/log")
	rights.under("/var/log/pods", "/var/log")
	rights.under("/var/log", "/")
	not rights.under("/var/logs", "/var/log")
}

test_engine if {
	every path in ["/var/run/docker.sock", "/run/containerd/containerd.sock", "/var/run", "/run/", "/run/k3s/containerd", "/var/lib/x/crio.sock"] {
		rights.engine(path)
	}
	not rights.engine("/run/dbus")
	not rights.engine("/run/user/1001/podman/podman.sock")
	not rights.engine("/var/run/user/1001/docker.sock")
	not rights.engine("/var/lib/docker")
}

test_one_engine_by_two_paths if {
	rights.engine_path("/var/run/docker.sock") == rights.engine_path("/run/docker.sock")
	rights.engine_path("/var/runner/docker.sock") == "/var/runner/docker.sock"
}

test_holds if {
	rights.holds(testing.container("x", {"security": {"capabilities_added": ["SYS_TIME"]}}), "SYS_TIME")
	rights.holds(testing.container("x", {"security": {"capabilities_added": ["ALL"]}}), "SYS_TIME")
	rights.holds(testing.container("x", {}), "CHOWN")
	rights.holds(testing.container("x", {"security": {"capabilities_dropped": ["ALL"]}}), "NET_BIND_SERVICE")
	rights.holds(testing.container("x", {"security": {"capabilities_dropped": ["ALL"], "capabilities_added": ["CHOWN"]}}), "CHOWN")
}

test_does_not_hold if {
	not rights.holds(testing.container("x", {}), "SYS_TIME")
	not rights.holds(testing.container("x", {"security": {"capabilities_dropped": ["ALL"]}}), "CHOWN")
	not rights.holds(testing.container("x", {"security": {"capabilities_dropped": ["CHOWN"]}}), "CHOWN")
}

test_part if {
	found := rights.part("x") with input as testing.pod({"containers": [testing.container("x", {"part_certainty": "shown", "part_by": "guards app"})]})
	found == {"certainty": "shown", "reason": "whether \"x\" serves a neighbour (guards app)"}
}

test_secrets_of_a_container if {
	app := testing.container("app", {
		"env": [testing.env("TOKEN", "", {"secret": "token"}), testing.env("PORT", "80", {})],
		"mounts": [testing.mount("tls", "/tls", {"kind": "secret"}), testing.mount("data", "/data", {})],
	})
	volumes := [testing.volume("tls", "secret", {"source": "certificate"}), testing.volume("data", "emptyDir", {})]
	rights.secrets(app) == {"token", "certificate"} with input as testing.pod({"containers": [app], "volumes": volumes})
	rights.secrets({}) == set() with input as testing.pod({})
}

test_each_word_of_the_trade if {
	every word in {
		"vpn", "wireguard", "tailscale", "zerotier", "gluetun", "dind", "dockerd", "buildkit", "buildah", "podman", "kaniko",
		"fuse", "s3fs", "falco", "tetragon", "tcpdump", "tshark", "dumpcap", "wg-",
	} {
		_trade({"program": sprintf("%sx", [word])}, [])
	}
}

test_each_way_to_an_engine if {
	every path in ["/run", "/run/docker", "/run/containerd", "/run/crio", "/run/podman", "/run/k3s/containerd"] { rights.engine(path) }
	every name in ["docker.sock", "containerd.sock", "crio.sock", "podman.sock", "dockershim.sock", "cri-dockerd.sock"] {
		rights.engine(sprintf("/x/%s", [name]))
	}
}
