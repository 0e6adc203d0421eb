package podlint.rules.network.envoy_base_id_clash_test

import data.podlint.lib.testing
import data.podlint.rules.network.envoy_base_id_clash as rule

_envoy(name, overrides) := testing.container(name, object.union(
	{"known": "envoy", "own_program": true, "argv": ["envoy", "-c", "/x"], "image": {"certainty": "known", "path": [name]}},
	overrides,
))

_found(second) := found if {
	found := rule.violation with input as testing.pod({"containers": [_envoy("inbound", {}), _envoy("outbound", second)]})
}

test_two_denied if {
	some v in _found({})
	v.msg == "containers \"inbound\" and \"outbound\" both run Envoy with base id 0: the second cannot bind its restart socket"
	v.path == ["outbound"]
	v.container == "outbound"
	v.certainty.lower == 0
	v.related == [{"msg": "\"inbound\" has the socket first", "path": ["inbound"]}]
}

test_third_denied if {
	three := [_envoy(name, {}) | some name in ["a", "b", "c"]]
	{v.container | some v in rule.violation} == {"b", "c"} with input as testing.pod({"containers": three})
}

test_image_by_its_name_a_step_lower_denied if {
	some v in _found({"image": {"certainty": "guessed"}})
	v.certainty.lower == 1
}

test_own_base_allowed if {
	every flag in ["--base-id", "--use-dynamic-base-id", "--disable-hot-restart", "--mode"] {
		_found({"argv": ["envoy", flag]}) == set()
	}
	_found({"argv": ["sh", "-c", "exec envoy --base-id 1"]}) == set()
}

test_another_program_allowed if {
	_found({"known": "nginx"}) == set()
	_found({"own_program": false}) == set()
}

test_init_container_allowed if _found({"class": "init"}) == set()
