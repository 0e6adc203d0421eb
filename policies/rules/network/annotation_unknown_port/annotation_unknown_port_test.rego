package podlint.rules.network.annotation_unknown_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.annotation_unknown_port as rule

_pod(named, web, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", object.union({"seen": {"listens": "all"}}, web))],
		"references": [testing.reference("9122", object.union({"key": "prometheus.io/port", "of": "port", "choices": ["9121"]}, named))],
	},
	overrides,
))

_found(named) := found if {
	found := rule.violation with input as _pod(named, {}, {})
}

test_port_that_nobody_serves_denied if {
	some v in _found({})
	v.msg == "annotation prometheus.io/port names port 9122, on which no container listens; there is only 9121"
	v.path == ["metadata", "annotations", "example.org/container"]
	v.certainty.lower == 0
}

test_nearest_is_named if {
	some v in _found({"nearest": "9121"})
	endswith(v.msg, "listens; perhaps 9121")
}

test_no_port_at_all_denied if {
	some v in _found({"choices": []})
	endswith(v.msg, "on which no container listens")
}

test_unknown_program_in_doubt if {
	some v in rule.violation with input as _pod({}, {"seen": {"listens": "some"}}, {})
	v.certainty.doubt == true
}

test_port_that_is_there_allowed if _found({"found": true}) == set()

test_container_left_to_another_rule if _found({"of": "container"}) == set()

test_field_allowed if _found({"source": "field"}) == set()

test_scraping_switched_off_allowed if {
	off := {"annotations": {"prometheus.io/scrape": "false"}}
	rule.violation == set() with input as _pod({}, {}, off)
	count(rule.violation) == 1 with input as _pod({"key": "consul.hashicorp.com/connect-service-port"}, {}, off)
}

test_port_that_a_variable_speaks_of_in_doubt if {
	some v in rule.violation with input as _pod({}, {"env": [testing.env("METRICS_PORT", "9122", {})]}, {})
	v.certainty.doubt
	v.certainty.reason == "a setting of \"web\" speaks of port 9122"
}

test_port_that_a_probe_asks_allowed if {
	probe := testing.connection("web", {"via": "probe", "host": "", "answer": "nobody", "port": 9122})
	rule.violation == set() with input as _pod({}, {}, {"connections": [probe]})
	count(rule.violation) == 1 with input as _pod({}, {}, {"connections": [object.union(probe, {"port": 9121})]})
}

test_placeholder_allowed if rule.violation == set() with input as _pod({}, {"ports_unknown": true}, {})

test_network_of_the_node_allowed if rule.violation == set() with input as _pod({}, {}, {"host_network": true})

_named(parts) := _found(object.union({"name": "web", "choices": ["http", "8080"]}, parts))

test_name_that_no_container_declares_denied if {
	some v in _named({})
	v.msg == "annotation prometheus.io/port names port web, a name that no container declares; there is only http, 8080"
	v.severity == "error"
	v.certainty.lower == 0
}

test_name_of_an_unknown_program_denied if {
	some v in rule.violation with input as _pod({"name": "web"}, {"seen": {"listens": "some"}}, {})
	v.certainty.lower == 0
}

test_name_beside_an_injected_container_in_doubt if {
	injected := [testing.container("web", {}), testing.container("proxy", {"class": "injected"})]
	some v in rule.violation with input as _pod({"name": "web"}, {}, {"containers": injected})
	v.certainty.doubt
}

test_name_in_a_pod_to_which_a_controller_adds_in_doubt if {
	some v in rule.violation with input as _pod({"name": "web"}, {}, {"made_beside": ["containers"]})
	v.certainty.doubt
}

test_what_a_mesh_leads_or_scrapes_is_a_warning if {
	every key in ["traffic.sidecar.istio.io/includeInboundPorts", "config.linkerd.io/opaque-ports", "consul.hashicorp.com/service-metrics-port"] {
		some v in _found({"key": key})
		v.severity == "warning"
	}
	some v in _found({"key": "consul.hashicorp.com/connect-service-port"})
	v.severity == "error"
}
