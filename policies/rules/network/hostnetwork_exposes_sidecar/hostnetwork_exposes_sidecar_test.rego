package podlint.rules.network.hostnetwork_exposes_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.network.hostnetwork_exposes_sidecar as rule

_port(overrides) := object.union(
	{
		"port": 9113, "name": "", "declared": false, "binds": true, "variable": false, "address": "all", "purpose": "metrics",
		"origin": "image", "certainty": "known", "text": "image default", "path": ["x"],
	},
	overrides,
)

_pod(port, member, overrides) := testing.pod(object.union(
	{
		"host_network": true,
		"node_agent": false,
		"containers": [testing.container("web", {}), testing.container("exporter", {})],
		"who": {"exporter": object.union({"part": "helper", "part_certainty": "known", "ports": [_port(port)]}, member)},
	},
	overrides,
))

test_default_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"exporter\" takes port 9113 of the node, its default, on all addresses"
	v.path == ["x"]
	v.container == "exporter"
	v.certainty.lower == 0
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
}

test_chosen_allowed if {
	every port in [{"declared": true}, {"origin": "flag"}, {"origin": "env"}, {"address": "loopback"}, {"binds": false}] {
		rule.violation == set() with input as _pod(port, {}, {})
	}
}

test_other_containers_allowed if {
	every member in [{"part": "app"}, {"class": "init"}] {
		rule.violation == set() with input as _pod({}, member, {})
	}
}

test_own_network_allowed if rule.violation == set() with input as _pod({}, {}, {"host_network": false})

test_agent_of_the_node_allowed if rule.violation == set() with input as _pod({}, {}, {"node_agent": true})
