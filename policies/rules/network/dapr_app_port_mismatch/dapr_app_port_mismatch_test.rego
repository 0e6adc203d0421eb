package podlint.rules.network.dapr_app_port_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.network.dapr_app_port_mismatch as rule

_port(number) := {"port": number, "declared": true, "binds": false, "purpose": ""}

_pod(seen, parts) := testing.pod(object.union(
	{
		"annotations": {"dapr.io/app-port": "3000"},
		"injectors": [testing.injector("dapr", {})],
		"containers": [testing.container("orders", {}), testing.container("daprd", {"class": "injected"})],
		"who": {
			"orders": {"ports": [_port(8080), _port(9090)], "seen": {"listens": seen}},
			"daprd": {"ports": [_port(3500)], "running": true, "seen": {"listens": "some"}},
		},
	},
	parts,
))

test_other_port_denied if {
	some v in rule.violation with input as _pod("all", {})
	v.msg == "dapr.io/app-port is 3000, but the containers only listen on 8080, 9090: the Dapr sidecar waits for ever"
	v.path == ["metadata", "annotations", "dapr.io/app-port"]
	v.certainty.lower == 0
}

test_ports_that_are_told_are_one_step_less_denied if {
	some v in rule.violation with input as _pod("told", {})
	v.certainty.lower == 1
	v.certainty.doubt == false
}

test_unseen_ports_are_a_doubt_denied if {
	some v in rule.violation with input as _pod("some", {})
	v.certainty.doubt == true
}

test_served_allowed if rule.violation == set() with input as _pod("all", {"annotations": {"dapr.io/app-port": "9090"}})

test_served_by_an_init_container_denied if {
	count(rule.violation) == 1 with input as _pod("all", {"who": {"daprd": {"class": "init", "running": false, "ports": [_port(3000)]}}})
}

test_nothing_said_of_ports_allowed if rule.violation == set() with input as _pod("some", {"who": {"orders": {"ports": []}}})

test_placeholder_allowed if rule.violation == set() with input as _pod("all", {"annotations": {"dapr.io/app-port": "{{ .port }}"}})

test_no_annotation_allowed if rule.violation == set() with input as object.union(_pod("all", {}), {"pod": {"annotations": {"dapr.io/app-port": ""}}})

test_other_injector_allowed if rule.violation == set() with input as _pod("all", {"injectors": [testing.injector("istio", {})]})

test_application_elsewhere_allowed if {
	rule.violation == set() with input as _pod("all", {"annotations": {"dapr.io/app-channel-address": "10.0.0.7"}})
}

test_spoken_of_allowed if {
	rule.violation == set() with input as _pod("all", {"containers": [testing.container("orders", {"argv": ["orders", "--grpc=:3000"]})]})
	rule.violation == set() with input as _pod("all", {"containers": [testing.container("orders", {"env": [testing.env("GRPC", "3000", {})]})]})
}

test_probed_allowed if {
	probe := testing.connection("orders", {"via": "probe", "port": 3000})
	rule.violation == set() with input as _pod("all", {"connections": [probe]})
}

test_other_probes_and_dials_denied if {
	count(rule.violation) == 1 with input as _pod("all", {"connections": [testing.connection("orders", {"via": "probe", "port": 8080})]})
	count(rule.violation) == 1 with input as _pod("all", {"connections": [testing.connection("orders", {"port": 3000})]})
}
