package podlint.rules.network.dial_wrong_scheme_test

import data.podlint.lib.testing
import data.podlint.rules.network.dial_wrong_scheme as rule

_pod(dial, server) := testing.pod({
	"containers": [testing.container("proxy", {}), testing.container("manager", {})],
	"connections": [testing.connection("proxy", object.union(
		{
			"answer": "neighbour", "path": ["x"], "speaks": testing.speech("http", "no", {}),
			"to": [testing.server("manager", object.union({"speaks": testing.speech("https", "yes", {"path": ["y"]})}, server))],
		},
		dial,
	))],
})

test_plain_to_tls_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"proxy\" connects to port 8080 without TLS, but \"manager\" serves it with TLS"
	v.path == ["x"]
	v.container == "proxy"
	v.severity == "error"
	v.related == [{"msg": "\"manager\" listens here", "path": ["y"]}]
	v.certainty.lower == 0
}

test_tls_to_plain_denied if {
	some v in rule.violation with input as _pod({"speaks": testing.speech("grpc", "yes", {})}, {"speaks": testing.speech("", "no", {})})
	contains(v.msg, "with TLS, but \"manager\" serves it without TLS")
}

test_metrics_alone_warn_denied if {
	every purpose in ["telemetry", "scrape"] {
		some v in rule.violation with input as _pod({"purpose": purpose}, {})
		v.severity == "warning"
	}
}

test_guesses_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {})
	v.certainty.lower == 1
	some w in rule.violation with input as _pod({"certainty": "guessed"}, {"speaks": testing.speech("https", "yes", {"certainty": "guessed"})})
	w.certainty.doubt == true
}

test_same_allowed if rule.violation == set() with input as _pod({"speaks": testing.speech("https", "yes", {})}, {})

test_unknown_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("", "", {})}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("", "", {})})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("http", "either", {})})
}

test_database_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("postgres", "no", {})}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("postgres", "yes", {})})
}

test_tolerated_allowed if rule.violation == set() with input as _pod({"ignorable": true}, {})

test_declared_alone_allowed if rule.violation == set() with input as _pod({}, {"binds": false})

test_service_allowed if rule.violation == set() with input as _pod({"host_class": "service"}, {})

test_probe_allowed if rule.violation == set() with input as _pod({"via": "probe"}, {})

test_own_allowed if rule.violation == set() with input as _pod({"answer": "own"}, {})
