package podlint.lib.services_test

import data.podlint.lib.services
import data.podlint.lib.testing

_port(number, containers, side) := {
	"port": number, "protocol": "TCP", "target_port": number, "containers": containers, "side": side,
	"path": ["@Service//web", "spec", "ports", number],
}

_related(ports) := {"related": {"services": [testing.service("web", {"ports": ports})]}}

_two := {"containers": [testing.container("a", {}), testing.container("b", {})]}

test_first_main_port if {
	ports := [_port(9090, ["a"], true), _port(70, ["a", "b"], false), _port(80, ["a"], false), _port(81, ["a"], false)]
	services.main_port("a") == {"service": "web", "port": 80, "path": ["@Service//web", "spec", "ports", 80]} with input as testing.input_of(_two, _related(ports))
	not services.main_port("b") with input as testing.input_of(_two, _related(ports))
}

test_pairs_apart if {
	found := services.apart with input as testing.input_of(_two, _related([_port(80, ["b"], false), _port(81, ["a"], false)]))
	[[pair.first, pair.second, pair.first_port.port, pair.second_port.port] | some pair in found] == [["a", "b", 81, 80]]
}
