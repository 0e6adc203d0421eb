package podlint.rules.network.exports_to_itself_test

import data.podlint.lib.testing
import data.podlint.rules.network.exports_to_itself as rule

_pod(dial) := testing.pod({
	"containers": [testing.container("otel", {})],
	"connections": [testing.connection("otel", object.union({"answer": "own", "port": 4317, "carries": [4317, 4318], "path": ["x"]}, dial))],
})

test_circle_denied if {
	some v in rule.violation with input as _pod({})
	v.msg == "container \"otel\" sends what it takes in on port 4317 back to that port"
	v.path == ["x"]
	v.container == "otel"
	v.certainty.lower == 0
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"})
	v.certainty.lower == 1
}

test_another_input_allowed if rule.violation == set() with input as _pod({"carries": [4318]})

test_neighbour_allowed if rule.violation == set() with input as _pod({"answer": "neighbour"})

test_probe_allowed if rule.violation == set() with input as _pod({"via": "probe"})

test_no_input_allowed if {
	base := _pod({})
	rule.violation == set() with input as json.patch(base, [{"op": "remove", "path": "/pod/connections/0/carries"}])
}

_exporter(dial) := testing.pod({
	"containers": [testing.container("exporter", {"role": "exporter"}), testing.container("web", {})],
	"who": {"exporter": {"known_certainty": "known"}},
	"connections": [testing.connection("exporter", object.union({"answer": "own", "host": "localhost", "port": 9113, "purpose": "scrape", "path": ["x"]}, dial))],
})

_through_a_service(to) := {"answer": "away", "service": "web", "host": "web", "to": to}

test_own_page_denied if {
	some v in rule.violation with input as _exporter({})
	v.msg == "exporter \"exporter\" asks localhost:9113 for metrics, which is its own port"
	v.certainty.lower == 0
}

test_own_page_through_a_service_denied if {
	count(rule.violation) == 1 with input as _exporter(_through_a_service([testing.server("exporter", {})]))
}

test_neighbours_page_allowed if {
	rule.violation == set() with input as _exporter({"answer": "neighbour"})
	rule.violation == set() with input as _exporter({"purpose": "reload"})
	rule.violation == set() with input as _exporter(_through_a_service([testing.server("web", {})]))
	rule.violation == set() with input as _exporter(_through_a_service([testing.server("exporter", {}), testing.server("web", {})]))
	rule.violation == set() with input as _exporter(_through_a_service([testing.server("exporter", {"binds": false})]))
}

test_server_that_watches_itself_allowed if {
	pod := json.patch(_exporter({}), [{"op": "replace", "path": "/pod/who/exporter/role", "value": "telemetry"}])
	rule.violation == set() with input as pod
}
