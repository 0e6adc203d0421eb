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
