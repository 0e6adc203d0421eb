package podlint.rules.network.probe_wrong_scheme_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_wrong_scheme as rule

_pod(probe, server) := testing.pod({
	"containers": [testing.container("web", {})],
	"connections": [testing.connection("web", object.union(
		{
			"via": "probe", "kind": "readiness", "host": "", "host_class": "pod", "port": 8443, "certainty": "stated", "path": ["x"],
			"answer": "own", "speaks": testing.speech("http", "no", {"certainty": "stated"}),
			"to": [testing.server("web", server)],
		},
		probe,
	))],
})

_tls := {"speaks": testing.speech("https", "yes", {"path": ["y"]})}

test_plain_to_tls_denied if {
	some v in rule.violation with input as _pod({}, _tls)
	v.msg == "the readiness probe of \"web\" speaks plain HTTP to port 8443, which \"web\" serves with TLS"
	v.path == ["x"]
	v.container == "web"
	v.related == [{"msg": "\"web\" listens here", "path": ["y"]}]
	v.certainty.lower == 0
}

test_tls_to_plain_denied if {
	some v in rule.violation with input as _pod(
		{"speaks": testing.speech("https", "yes", {"certainty": "stated"})},
		{"speaks": testing.speech("http", "no", {})},
	)
	contains(v.msg, "speaks HTTPS to port 8443, which \"web\" serves without TLS")
}

test_grpc_to_tls_denied if {
	some v in rule.violation with input as _pod({"speaks": testing.speech("grpc", "no", {})}, {"speaks": testing.speech("", "yes", {})})
	contains(v.msg, "speaks plain gRPC")
}

test_of_a_neighbours_port_denied if {
	some v in rule.violation with input as _pod({"answer": "neighbour", "host": "localhost"}, _tls)
	v.container == "web"
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"speaks": testing.speech("https", "yes", {"certainty": "guessed"})})
	v.certainty.lower == 1
}

test_same_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("https", "yes", {})}, _tls)
}

test_unknown_allowed if rule.violation == set() with input as _pod({}, {})

test_either_allowed if rule.violation == set() with input as _pod({}, {"speaks": testing.speech("http", "either", {})})

test_another_protocol_allowed if rule.violation == set() with input as _pod({}, {"speaks": testing.speech("redis", "yes", {})})

test_tcp_allowed if rule.violation == set() with input as _pod({"speaks": testing.speech("", "", {})}, _tls)

test_another_host_allowed if rule.violation == set() with input as _pod({"host": "10.0.0.1"}, _tls)

test_dial_allowed if rule.violation == set() with input as _pod({"via": "dial"}, _tls)

test_nobody_allowed if rule.violation == set() with input as _pod({"answer": "nobody", "to": []}, _tls)
