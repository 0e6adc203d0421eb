package podlint.rules.lifecycle.app_races_local_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.app_races_local_sidecar as rule

_tunnel := {"part": "helper", "role": "db-tunnel"}

_dial(overrides) := testing.connection("app", object.union(
	{"answer": "neighbour", "purpose": "database", "host": "127.0.0.1", "port": 5432, "path": ["x"], "to": [testing.server("tunnel", {})]},
	overrides,
))

_pod(app, tunnel, dials, overrides) := testing.pod(object.union(
	{"containers": [testing.container("app", app), testing.container("tunnel", tunnel)], "connections": dials},
	overrides,
))

_found(app, tunnel, dial) := found if {
	found := rule.violation with input as _pod(app, tunnel, [_dial(dial)], {})
}

test_database_behind_a_tunnel_denied if {
	some v in _found({}, _tunnel, {})
	v.msg == "container \"app\" connects to \"tunnel\" (127.0.0.1:5432) at start and does not wait until it serves"
	v.path == ["x"]
	v.container == "app"
	v.certainty.lower == 0
	v.related == [{"msg": "\"tunnel\" serves it", "path": ["spec", "containers", 1, "name"]}]
}

test_any_connection_to_a_tunnel_denied if count(_found({}, _tunnel, {"purpose": ""})) == 1

test_script_denied if count(_found({}, {"part": "helper"}, {"purpose": "", "origin": "script"})) == 1

test_port_that_the_tunnel_does_not_tell_denied if count(_found({}, _tunnel, {"answer": "nobody", "to": []})) == 1

test_app_out_of_sight_a_step_lower_denied if {
	some v in _found({"opaque": true}, _tunnel, {})
	v.certainty.lower == 1
}

test_neighbour_that_may_be_no_helper_a_step_lower_denied if {
	some v in _found({}, {"part": "unknown"}, {})
	v.certainty.lower == 1
}

test_both_out_of_sight_in_doubt if {
	some v in _found({"opaque": true}, {"part": "unknown"}, {})
	v.certainty.doubt == true
}

test_one_report_for_a_pod_denied if {
	count(rule.violation) == 1 with input as _pod({}, _tunnel, [_dial({}), _dial({"port": 5433})], {})
}

test_address_in_a_configmap_out_of_sight_in_doubt if {
	unseen := {"env_unresolved": true, "env": [testing.env("DB_HOST", "", {"known": false, "config_map": "settings"})]}
	some v in rule.violation with input as _pod(unseen, _tunnel, [], {"who": {"tunnel": {"ports": [{"port": 5432}]}}})
	v.certainty.doubt == true
	contains(v.msg, "(5432)")
}

test_unseen_address_of_whoever_only_waits_allowed if {
	unseen := {"idle": true, "env_unresolved": true, "env": [testing.env("DB_HOST", "", {"known": false, "config_map": "settings"})]}
	rule.violation == set() with input as _pod(unseen, _tunnel, [], {"who": {"tunnel": {"ports": [{"port": 5432}]}}})
}

test_variable_of_whoever_only_waits_in_doubt if {
	some v in _found({"idle": true}, _tunnel, {"origin": "env"})
	v.certainty.doubt
	some w in _found({"idle": true}, _tunnel, {"origin": "script"})
	not w.certainty.doubt
}

test_address_that_is_known_allowed if {
	seen := {"env_unresolved": true, "env": [testing.env("DB_HOST", "db.shop", {"config_map": "settings"})]}
	rule.violation == set() with input as _pod(seen, _tunnel, [], {"who": {"tunnel": {"ports": [{"port": 5432}]}}})
}

test_known_program_whose_address_is_not_seen_allowed if {
	unseen := {"env_unresolved": true, "own_program": true, "env": [testing.env("DB_HOST", "", {"known": false, "config_map": "settings"})]}
	rule.violation == set() with input as _pod(unseen, _tunnel, [], {"who": {"tunnel": {"ports": [{"port": 5432}]}}})
}

test_work_of_the_pod_allowed if _found({}, {"part": "app", "part_certainty": "stated"}, {}) == set()

test_helper_that_connects_allowed if _found({"part": "helper"}, _tunnel, {}) == set()

test_native_sidecar_allowed if _found({}, object.union(_tunnel, {"class": "sidecar"}), {}) == set()

test_init_container_allowed if _found({"class": "init"}, _tunnel, {}) == set()

test_hook_of_an_earlier_container_allowed if {
	before := {"who": {"tunnel": {"post_start": true, "order": 0}, "app": {"order": 1}}}
	rule.violation == set() with input as _pod({}, _tunnel, [_dial({})], before)
}

test_container_that_waits_allowed if {
	rule.violation == set() with input as _pod({}, _tunnel, [_dial({})], {"who": {"app": {"awaits": true}}})
}

test_connection_to_a_plain_helper_allowed if _found({}, {"part": "helper"}, {"purpose": ""}) == set()

test_script_that_calls_the_app_allowed if _found({}, {"part": "unknown"}, {"purpose": "", "origin": "script"}) == set()

test_two_tunnels_without_a_port_allowed if {
	made := _pod({}, _tunnel, [_dial({"answer": "nobody", "to": []})], {"who": {"other": testing.member({"role": "db-tunnel"})}})
	rule.violation == set() with input as made
}

_unseen := {"env_unresolved": true, "env": [testing.env("DB_HOST", "", {"known": false, "config_map": "settings"})]}

_served := {"who": {"tunnel": {"ports": [{"port": 5432}]}}}

_by_configmap(app, tunnel, dials) := found if {
	found := rule.violation with input as _pod(object.union(_unseen, app), object.union(_tunnel, tunnel), dials, _served)
}

test_pool_denied if count(_by_configmap({}, {"role": "db-pool"}, [])) == 1

test_address_out_of_sight_allowed if {
	_by_configmap({"class": "init"}, {}, []) == set()
	_by_configmap({"env_unresolved": false}, {}, []) == set()
	_by_configmap({"part": "helper"}, {}, []) == set()
	_by_configmap({}, {"class": "sidecar"}, []) == set()
	_by_configmap({}, {"role": "cache"}, []) == set()
}

test_variable_that_is_no_address_out_of_sight_allowed if {
	_by_configmap({"env": [testing.env("DB_HOST", "", {"known": false, "secret": "settings"})]}, {}, []) == set()
}

test_connection_in_sight_is_told_instead_denied if {
	found := _by_configmap({}, {}, [_dial({})])
	{v.path | some v in found} == {["x"]}
}

test_connection_of_somebody_else_says_nothing_denied if {
	count(_by_configmap({}, {}, [testing.connection("tunnel", {"answer": "neighbour", "to": [testing.server("app", {})]})])) == 1
}

test_connection_at_another_time_says_nothing_denied if count(_by_configmap({}, {}, [_dial({"wait": true})])) == 1

test_connection_to_nobody_says_nothing_denied if count(_by_configmap({}, {}, [_dial({"answer": "away", "to": []})])) == 1

test_port_that_a_tunnel_tells_is_not_meant_allowed if {
	rule.violation == set() with input as _pod({}, _tunnel, [_dial({"answer": "nobody", "to": []})], _served)
}

test_only_a_database_is_behind_a_tunnel_allowed if {
	_found({}, _tunnel, {"answer": "nobody", "to": [], "purpose": ""}) == set()
	_found({}, _tunnel, {"answer": "away", "to": []}) == set()
}

test_the_gaps_are_told_denied if {
	some v in _found({}, {"part": "unknown"}, {})
	not v.certainty.doubt
	contains(v.certainty.reason, "whether \"tunnel\" serves \"app\" is not known")
}

test_guessed_work_of_the_pod_denied if count(_found({}, {"part": "app", "part_certainty": "guessed"}, {})) == 1
