package podlint.rules.network.otlp_wrong_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.otlp_wrong_port as rule

_pod(dial, server) := testing.pod({
	"containers": [testing.container("app", {}), testing.container("otel", {})],
	"connections": [testing.connection("app", object.union(
		{
			"answer": "neighbour", "port": 4317, "path": ["x"], "speaks": testing.speech("otlp-http", "no", {}),
			"to": [testing.server("otel", object.union({"speaks": testing.speech("otlp-grpc", "no", {"path": ["y"]})}, server))],
		},
		dial,
	))],
})

test_http_to_grpc_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"app\" sends OTLP over HTTP to port 4317, on which \"otel\" takes it over gRPC"
	v.path == ["x"]
	v.container == "app"
	v.related == [{"msg": "\"otel\" takes it here", "path": ["y"]}]
	v.certainty.lower == 0
}

test_grpc_to_http_denied if {
	some v in rule.violation with input as _pod({"speaks": testing.speech("otlp-grpc", "no", {})}, {"speaks": testing.speech("otlp-http", "no", {})})
	contains(v.msg, "sends OTLP over gRPC to port 4317, on which \"otel\" takes it over HTTP")
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_same_allowed if rule.violation == set() with input as _pod({"speaks": testing.speech("otlp-grpc", "no", {})}, {})

test_unknown_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("", "no", {})}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("", "", {})})
}

test_elsewhere_allowed if {
	rule.violation == set() with input as _pod({"answer": "own"}, {})
	rule.violation == set() with input as _pod({"via": "probe"}, {})
}
