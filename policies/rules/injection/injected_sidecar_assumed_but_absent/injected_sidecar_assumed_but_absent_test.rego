package podlint.rules.injection.injected_sidecar_assumed_but_absent_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_sidecar_assumed_but_absent as rule

_input(use, neighbour, related) := testing.input_of(
	{
		"containers": [testing.container("app", {}), testing.container("other", neighbour)],
		"expectations": [testing.expectation("app", "dapr", use)],
	},
	{"related": related},
)

_found(use, neighbour, related) := found if {
	found := rule.violation with input as _input(use, neighbour, related)
}

test_no_switch_denied if {
	some v in _found({"path": ["x"]}, {}, {})
	v.msg == "container \"app\" uses localhost:3500/v1.0/state, which dapr provides, but the pod does not carry dapr.io/enabled: \"true\""
	v.path == ["x"]
	v.container == "app"
	v.certainty.lower == 0
}

test_namespace_out_of_sight_in_doubt if {
	some v in _found({"namespace": true}, {}, {})
	v.certainty.doubt == true
}

test_namespace_in_sight_denied if {
	some v in _found({"namespace": true}, {}, {"namespace": {"name": "shop"}})
	v.certainty.lower == 0
}

test_pod_switches_off_denied if {
	some v in _found({"namespace": true, "off": true}, {}, {})
	v.certainty.lower == 0
	endswith(v.msg, "but the pod switches that off")
}

test_unknown_neighbour_may_answer_denied if {
	some dial in _found({}, {"opaque": true}, {})
	dial.certainty.lower == 1
	some variable in _found({"via": "variable"}, {"opaque": true}, {})
	variable.certainty.lower == 1
}

test_bucket_beside_unknown_neighbour_denied if {
	every via in ["volume", "file"] {
		some v in _found({"via": via}, {"opaque": true}, {})
		v.certainty.lower == 0
	}
}

test_what_is_there_allowed if {
	every there in ["carried", "ignorable"] { _found({there: true}, {}, {}) == set() }
}

_with(overrides) := object.union(_input({}, {}, {}), {"pod": overrides})

test_injector_that_is_on_allowed if {
	rule.violation == set() with input as _with({"injectors": [testing.injector("dapr", {})]})
	count(rule.violation) == 1 with input as _with({"injectors": [testing.injector("istio", {})]})
}

_dial(overrides) := _with({"connections": [testing.connection("app", object.union({"path": testing.expectation("app", "dapr", {}).path}, overrides))]})

test_neighbour_that_answers_allowed if {
	every answer in ["own", "neighbour"] {
		rule.violation == set() with input as _dial({"answer": answer})
	}
}

test_what_is_not_answered_denied if {
	every other in [{"answer": "nobody"}, {"answer": "own", "from": "other"}, {"answer": "own", "path": []}] {
		count(rule.violation) == 1 with input as _dial(other)
	}
}

test_init_container_denied if {
	count(rule.violation) == 1 with input as testing.pod({
		"containers": [testing.init("app", {})],
		"expectations": [testing.expectation("app", "vault-agent", {"via": "file"})],
	})
}

test_dial_of_an_init_container_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.init("app", {})],
		"expectations": [testing.expectation("app", "dapr", {})],
	})
}
