package podlint.rules.network.service_link_in_port_variable_test

import data.podlint.lib.testing
import data.podlint.rules.network.service_link_in_port_variable as rule

_pod(overrides) := testing.pod({"containers": [testing.container("warm", {"service_links": [testing.service_link("REDIS_PORT", overrides)]})]})

_lower(overrides) := v.certainty.lower if some v in rule.violation with input as _pod(overrides)

test_url_in_place_of_a_port_denied if {
	{object.remove(v, ["certainty"]) | some v in rule.violation} == {{
		"msg": "container \"warm\" reads REDIS_PORT, which Service \"redis\" sets to tcp://ADDRESS:6379",
		"path": ["spec", "containers", 0, "command", 2],
		"container": "warm",
	}} with input as _pod({})
	_lower({}) == 0
}

test_meant_as_a_port_denied if {
	_lower({"text": "redis-cli -p $REDIS_PORT"}) == 0
	_lower({"text": "--redis=127.0.0.1:$(REDIS_PORT)"}) == 0
	_lower({"text": "serve --http-port=\"${REDIS_PORT}\""}) == 0
	_lower({"text": "pgbouncer", "origin": "image"}) == 0
}

test_meant_as_whatever_a_step_lower_denied if _lower({"text": "echo $REDIS_PORT"}) == 1

test_service_of_a_sibling_folder_a_step_lower_denied if _lower({"near": "sibling"}) == 1

test_guess_a_step_lower_denied if _lower({"certainty": "guessed"}) == 1

test_number_allowed if rule.violation == set() with input as _pod({"form": "port"})

test_url_of_one_port_allowed if rule.violation == set() with input as _pod({"variable": "REDIS_PORT_6379_TCP"})
