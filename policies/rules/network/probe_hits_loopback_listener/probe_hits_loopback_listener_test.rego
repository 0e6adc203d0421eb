package podlint.rules.network.probe_hits_loopback_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_hits_loopback_listener as rule

_server(overrides) := testing.server("web", object.union({"address": "loopback", "text": "--listen=127.0.0.1:8080", "path": ["y"]}, overrides))

_pod(servers, probe, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", {}), testing.container("proxy", {})],
		"connections": [testing.connection("web", object.union(
			{"via": "probe", "kind": "readiness", "host": "", "answer": "own", "certainty": "stated", "path": ["x"], "to": servers},
			probe,
		))],
	},
	overrides,
))

test_loopback_by_a_flag_denied if {
	some v in rule.violation with input as _pod([_server({})], {}, {})
	v.msg == "the readiness probe of \"web\" asks port 8080, which is bound to loopback (--listen=127.0.0.1:8080): connection refused"
	v.path == ["x"]
	v.container == "web"
	v.related == [{"msg": "the port is bound to loopback here", "path": ["y"]}]
	v.certainty.lower == 0
}

test_loopback_by_default_denied if {
	some v in rule.violation with input as _pod([_server({"text": "", "origin": "image", "certainty": "known", "address_certainty": "known"})], {}, {})
	v.msg == "the readiness probe of \"web\" asks port 8080, which it binds to loopback by default: connection refused"
}

test_loopback_of_a_neighbour_denied if {
	some v in rule.violation with input as _pod([_server({"container": "proxy"})], {"answer": "neighbour"}, {})
	contains(v.msg, "which \"proxy\" serves and is bound to loopback")
}

test_default_of_a_neighbour_denied if {
	some v in rule.violation with input as _pod([_server({"container": "proxy", "text": "", "address_certainty": "known"})], {"answer": "neighbour"}, {})
	contains(v.msg, "which \"proxy\" binds to loopback by default")
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod([_server({"certainty": "guessed"})], {}, {})
	v.certainty.lower == 1
}

test_address_of_a_version_that_nobody_tells_a_step_lower_denied if {
	some v in rule.violation with input as _pod([_server({"address_certainty": "guessed"})], {}, {})
	v.certainty.lower == 1
}

test_other_address_allowed if rule.violation == set() with input as _pod([_server({"address": "all"})], {}, {})

test_declared_port_allowed if rule.violation == set() with input as _pod([_server({"binds": false})], {}, {})

test_served_by_another_one_as_well_allowed if {
	rule.violation == set() with input as _pod([_server({}), _server({"container": "proxy", "address": "all"})], {}, {})
}

test_init_container_serves_nobody_allowed if {
	rule.violation == set() with input as _pod([_server({})], {}, {"who": {"web": {"running": false}}})
}

test_mesh_allowed if rule.violation == set() with input as _pod([_server({})], {}, {"who": {"proxy": {"role": "mesh-proxy"}}})

test_host_process_allowed if rule.violation == set() with input as _pod([_server({})], {}, {"host_process": true})

test_host_of_its_own_allowed if rule.violation == set() with input as _pod([_server({})], {"host": "localhost"}, {})

test_dial_allowed if rule.violation == set() with input as _pod([_server({})], {"via": "dial"}, {})

test_loopback_by_settings_without_the_address_denied if {
	some v in rule.violation with input as _pod([_server({"text": "port_value: 9901", "origin": "config"})], {}, {})
	v.msg == "the readiness probe of \"web\" asks port 8080, which it binds to loopback by its settings: connection refused"
}

test_of_several_variables_the_address_is_shown if {
	some v in rule.violation with input as _pod([_server({"text": "SERVER_PORT=9191, SERVER_ADDRESS=127.0.0.1"})], {}, {})
	contains(v.msg, "is bound to loopback (SERVER_ADDRESS=127.0.0.1)")
}
