package podlint.rules.network.sidecar_admin_port_exposed_test

import data.podlint.lib.testing
import data.podlint.rules.network.sidecar_admin_port_exposed as rule

_port(overrides) := object.union(
	{
		"port": 9901, "name": "", "declared": false, "binds": true, "variable": false, "address": "all", "purpose": "admin",
		"origin": "config", "certainty": "shown", "text": "port_value: 9901", "path": ["x"],
	},
	overrides,
)

_pod(port, member, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("app", {}), testing.container("envoy", {})],
		"who": {"envoy": object.union({"part": "helper", "part_certainty": "known", "role": "proxy", "ports": [_port(port)]}, member)},
	},
	overrides,
))

test_exposed_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"envoy\" serves its administration on port 9901 to every pod of the cluster"
	v.path == ["x"]
	v.container == "envoy"
	v.certainty.lower == 0
}

test_call_that_ends_it_denied if {
	some v in rule.violation with input as _pod({"purpose": "quit"}, {}, {})
	v.container == "envoy"
}

test_profiler_denied if {
	some v in rule.violation with input as _pod({"text": "--pprof-address=:6060", "origin": "flag"}, {"role": "exporter"}, {})
	v.container == "envoy"
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"part_certainty": "guessed"}, {})
	v.certainty.lower == 1
}

_probed(port) := {"connections": [testing.connection("app", {"via": "probe", "kind": "liveness", "port": port})]}

test_another_probe_denied if {
	some v in rule.violation with input as _pod({}, {}, _probed(10000))
	v.container == "envoy"
}

test_probed_allowed if rule.violation == set() with input as _pod({}, {}, _probed(9901))

test_dial_denied if count(rule.violation) == 1 with input as _pod({}, {}, {"connections": [testing.connection("app", {"port": 9901})]})

test_scraped_allowed if rule.violation == set() with input as _pod({}, {}, {"annotations": {"prometheus.io/port": "9901"}})

test_fenced_allowed if {
	policy := {"name": "p", "ingress": true, "anyone_all_ports": false, "allows": []}
	rule.violation == set() with input as testing.input_of(
		_pod({}, {}, {}).pod,
		{"related": {"limit_range": false, "quota": false, "service_seen": false, "network_policies": [policy]}},
	)
}

test_other_listeners_allowed if {
	every port in [{"purpose": "metrics"}, {"binds": false}, {"address": "loopback"}, {"address": "unknown"}, {"origin": "image"}] {
		rule.violation == set() with input as _pod(port, {}, {})
	}
}

test_other_containers_allowed if {
	every member in [{"part": "app"}, {"class": "init"}, {"role": "telemetry"}] {
		rule.violation == set() with input as _pod({}, member, {})
	}
}

_door(overrides) := {"door": object.union({"answers": "401", "seen": "all", "certainty": "known"}, overrides)}

test_port_that_asks_for_a_login_allowed if {
	rule.violation == set() with input as _pod(_door({}), {}, {})
	rule.violation == set() with input as _pod(_door({"open": [{"match": "exact", "path": "/healthz"}]}), {}, {})
}

test_port_that_is_left_open_denied if {
	count(rule.violation) == 1 with input as _pod(_door({"open": [{"match": "prefix", "path": "/"}]}), {}, {})
	count(rule.violation) == 1 with input as _pod(_door({"seen": "some"}), {}, {})
}
