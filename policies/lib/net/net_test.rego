package podlint.lib.net_test

import data.podlint.lib.net
import data.podlint.lib.testing

test_every_address_meets_itself if net.meet("loopback", "loopback")

test_all_meets_every_address if {
	net.meet("all", "loopback")
	net.meet("pod-ip", "all")
}

test_loopback_does_not_meet_the_pod_ip if not net.meet("loopback", "pod-ip")

_tied(kind) := testing.pod({"edges": [testing.edge("web", "db", kind, {})]})

test_a_dial_is_a_call if net.calls("web", "db") with input as _tied("localhost-dial")

test_calls_have_a_direction if not net.calls("db", "web") with input as _tied("localhost-dial")

test_a_shared_volume_is_no_call if not net.calls("web", "db") with input as _tied("shared-volume")

test_every_kind_of_tie_in_which_one_asks_the_other_is_a_call if {
	every kind in ["localhost-dial", "auth-front", "metrics-scrape", "config-reload", "socket", "probe"] {
		net.calls("web", "db") with input as _tied(kind)
	}
}

test_a_call_to_somebody_else_is_none_to_this_one if {
	not net.calls("web", "cache") with input as _tied("localhost-dial")
	not net.calls("cache", "db") with input as _tied("localhost-dial")
}

_declared(name) := testing.taker(name, {"declared": true})

_undeclared(name) := testing.taker(name, {"declared": false})

test_both_declare if {
	net.both_declare(_declared("a"), _declared("b"))
	not net.both_declare(_declared("a"), _undeclared("b"))
	not net.both_declare(_undeclared("a"), _declared("b"))
}

_pair(members) := testing.pod({"containers": [
	testing.container("a", object.get(members, "a", {})),
	testing.container("b", object.get(members, "b", {})),
]})

_takes(name, overrides) := testing.taker(name, overrides)

test_two_that_bind_one_address_compete if {
	net.compete(_takes("a", {}), _takes("b", {})) with input as _pair({})
	net.compete(_takes("a", {"address": "loopback"}), _takes("b", {})) with input as _pair({})
}

test_two_addresses_of_one_port_do_not_compete if {
	every pair in [["loopback", "pod-ip"], ["pod-ip", "loopback"]] {
		not net.compete(_takes("a", {"address": pair[0]}), _takes("b", {"address": pair[1]})) with input as _pair({})
	}
}

test_a_declaration_competes_with_who_binds_every_address if {
	net.compete(_takes("a", {"binds": false}), _takes("b", {})) with input as _pair({})
	net.compete(_takes("a", {}), _takes("b", {"binds": false})) with input as _pair({})
	net.compete(_takes("a", {"binds": false}), _takes("b", {"binds": false})) with input as _pair({})
}

test_one_address_leaves_the_others_to_a_neighbour_that_only_declares_the_port if {
	not net.compete(_takes("a", {"binds": false}), _takes("b", {"address": "loopback"})) with input as _pair({})
	not net.compete(_takes("a", {"address": "loopback"}), _takes("b", {"binds": false})) with input as _pair({})
}

test_a_bridge_for_health_checks_declares_the_port_of_another if {
	bridge := {"a": {"role": "health-bridge"}}
	not net.compete(_takes("a", {"binds": false}), _takes("b", {})) with input as _pair(bridge)
	not net.compete(_takes("b", {}), _takes("a", {"binds": false})) with input as _pair(bridge)
}

_by_variable(name, at) := _takes(name, {"variable": true, "path": ["spec", "containers", at, "env", 0]})

_port(overrides) := object.union({"port": 9000, "binds": true, "variable": false, "purpose": ""}, overrides)

_elsewhere(name, overrides) := _known_to_listen if {
	base := _pair({})
	who := base.pod.who
	_known_to_listen := object.union(base, {"pod": {"who": {name: object.union(who[name], {"ports": [_port(overrides)]})}}})
}

test_a_variable_says_nothing_of_who_listens_elsewhere if {
	not net.compete(_by_variable("a", 0), _takes("b", {})) with input as _elsewhere("a", {})
	not net.compete(_takes("b", {}), _by_variable("a", 0)) with input as _elsewhere("a", {})
}

test_a_variable_counts_where_the_other_port_is_no_main_one_or_not_sure if {
	every overrides in [{"binds": false}, {"variable": true}, {"purpose": "metrics"}] {
		net.compete(_by_variable("a", 0), _takes("b", {})) with input as _elsewhere("a", overrides)
	}
}

test_what_binds_by_a_flag_competes_whatever_else_it_listens_on if {
	net.compete(_takes("a", {}), _takes("b", {})) with input as _elsewhere("a", {})
}

test_a_variable_says_nothing_of_tools if {
	tools := {"a": {"tools_only": true}}
	not net.compete(_by_variable("a", 0), _takes("b", {})) with input as _pair(tools)
	net.compete(_takes("a", {}), _takes("b", {})) with input as _pair(tools)
}

test_two_that_take_one_variable_do_not_compete if {
	not net.compete(_by_variable("a", 0), _by_variable("b", 0)) with input as _pair({})
	net.compete(_by_variable("a", 0), _by_variable("b", 1)) with input as _pair({})
}

test_a_flag_and_a_variable_at_one_place_compete if {
	at := ["spec", "containers", 0, "env", 0]
	net.compete(_takes("a", {"path": at}), _by_variable("b", 0)) with input as _pair({})
	net.compete(_by_variable("b", 0), _takes("a", {"path": at})) with input as _pair({})
}

_asked(overrides) := testing.pod({"connections": [testing.connection("web", object.union({"via": "probe", "answer": "own"}, overrides))]})

test_probed if net.probed("web", 8080, "own") with input as _asked({})

test_another_question_is_no_probe_of_it if {
	every overrides in [{"via": "dial"}, {"from": "db"}, {"port": 8081}, {"answer": "neighbour"}] {
		not net.probed("web", 8080, "own") with input as _asked(overrides)
	}
}

test_wildcards if {
	every host in ["0.0.0.0", "::", "[::]", "*", "+", "pod-ip"] {
		net.wildcard(host)
	}
	not net.wildcard("127.0.0.1")
}

test_dials_in_pod if {
	found := {"via": "dial", "answer": "neighbour"}
	net.dials_in_pod("web") with input as _asked(found)
	not net.dials_in_pod("db") with input as _asked(found)
	not net.dials_in_pod("web") with input as _asked({"via": "mention", "answer": "neighbour"})
	not net.dials_in_pod("web") with input as _asked({"via": "dial", "answer": "own"})
}

test_says_loopback if {
	every text in ["--listen=127.0.0.1:80", "http://localhost", "[::1]:80"] {
		net.says_loopback(text)
	}
	not net.says_loopback("0.0.0.0:80")
}

_spoken := testing.pod({"containers": [
	testing.container("a", {"argv": ["a", "--port=8080"]}),
	testing.container("b", {"env": [testing.env("PORT", "9090", {})]}),
]})

test_spoken_of if {
	net.spoken_of("a", 8080) with input as _spoken
	net.spoken_of("b", 9090) with input as _spoken
	not net.spoken_of("b", 8080) with input as _spoken
	not net.spoken_of("a", 9090) with input as _spoken
	not net.spoken_of("b", 9091) with input as _spoken
}

test_a_tie_by_role_is_no_sure_call if {
	role := testing.pod({"edges": [testing.edge("web", "db", "localhost-dial", {"origin": "role"})]})
	net.calls("web", "db") with input as role
	not net.surely_calls("web", "db") with input as role
	every kind in ["localhost-dial", "auth-front", "metrics-scrape", "config-reload", "socket", "probe"] {
		net.surely_calls("web", "db") with input as _tied(kind)
	}
	not net.surely_calls("web", "db") with input as _tied("shared-volume")
	not net.surely_calls("db", "web") with input as _tied("localhost-dial")
	not net.surely_calls("web", "cache") with input as _tied("localhost-dial")
}

test_tls_differs if {
	net.tls_differs({"tls": "yes"}, {"tls": "no"})
	net.tls_differs({"tls": "no"}, {"tls": "yes"})
	every pair in [["yes", "yes"], ["no", "no"], ["", "yes"], ["no", "either"], ["either", "yes"]] {
		not net.tls_differs({"tls": pair[0]}, {"tls": pair[1]})
	}
}

test_like_http if {
	every protocol in ["http", "https", "grpc", "otlp-http", "otlp-grpc", ""] {
		net.like_http(protocol)
	}
	not net.like_http("postgres")
}

_door := {"open": [{"match": "exact", "path": "/ping"}, {"match": "prefix", "path": "/static/"}, {"match": "regexp", "path": "^/live[^/]*$"}]}

test_door_of_a_port if {
	made := testing.pod({"containers": [testing.container("a", {})], "who": {"a": {"ports": [{"port": 80}, {"port": 443, "door": _door}]}}})
	net.door("a", 443) == _door with input as made
	not net.door("a", 80) with input as made
	not net.door("b", 443) with input as made
}

test_open if {
	every url in ["/ping", "/ping?verbose", "/static/a.css", "/livez"] {
		net.open(_door, url)
	}
	every url in ["/ping/", "/", "", "/static", "/livez/x"] {
		not net.open(_door, url)
	}
	net.open({"open": [{"match": "exact", "path": "/"}]}, "")
	net.open({"open": [{"match": "exact", "path": "/"}]}, "?x")
	not net.open({}, "/ping")
}

_dialled(servers) := testing.pod({
	"containers": [testing.container("web", {}), testing.container("login", {}), testing.container("tls", {})],
	"connections": [testing.connection("tls", {"answer": "neighbour", "to": [testing.server(name, {}) | some name in servers]})],
})

test_a_dial_asks_the_only_one_that_may_answer if {
	net.asked("web") == {8080} with input as _dialled(["web"])
	net.asked("web") == set() with input as _dialled(["web", "login"])
	net.asked("login") == set() with input as _dialled(["web", "login"])
}
