package podlint.rules.network.port_conflict_declared_test

import data.podlint.lib.testing
import data.podlint.rules.network.port_conflict_declared as rule

_taker(name, index, parts) := testing.taker(name, object.union(
	{
		"declared": true,
		"binds": false,
		"certainty": "guessed",
		"address": "unknown",
		"origin": "declared",
		"entry_path": ["spec", "containers", index, "ports", 0],
	},
	parts,
))

_pod(first, second) := testing.pod({
	"containers": [testing.container("web", {}), testing.container("admin", {})],
	"bindings": [testing.binding(8080, [_taker("web", 0, first), _taker("admin", 1, second)])],
})

test_declared_twice_denied if {
	rule.violation == {{
		"msg": "containers \"web\" and \"admin\" both declare port 8080/TCP; where both bind it, the second to start fails",
		"path": ["spec", "containers", 1, "ports", 0],
		"container": "admin",
		"certainty": {
			"lower": 1, "doubt": false, "confidence": "heuristic",
			"reason": "rests on a guess: \"web\" declares the port, which binds nothing by itself",
		},
		"related": [{"msg": "\"web\" declares it here", "path": ["spec", "containers", 0, "ports", 0]}],
	}} with input as _pod({}, {})
}

_asked(port, parts) := object.union(testing.connection("web", {"via": "probe", "host": "", "answer": "own", "port": port, "to": []}), parts)

_bound := {"binds": true, "certainty": "shown", "address": "all", "origin": "flag"}

test_bound_by_both_is_proved if {
	some v in rule.violation with input as _pod(_bound, _bound)
	v.msg == "containers \"web\" and \"admin\" both declare port 8080/TCP; the second to start cannot bind it"
	v.certainty == {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""}
}

test_bound_by_one_alone_is_a_guess if {
	some v in rule.violation with input as _pod(_bound, {})
	v.certainty.lower == 1
	contains(v.certainty.reason, "\"admin\" declares the port")
}

test_bound_by_a_guess_is_a_guess if {
	some v in rule.violation with input as _pod(_bound, object.union(_bound, {"certainty": "guessed"}))
	v.certainty.lower == 1
}

test_asked_on_a_port_that_it_does_not_declare_is_a_doubt if {
	some v in rule.violation with input as object.union(_pod({}, {}), {"pod": {"connections": [_asked(9090, {})]}})
	v.certainty.doubt
	startswith(v.certainty.reason, "\"web\" is asked on port 9090, so it may not serve the one that it declares")
}

test_dialled_on_another_port_by_the_only_neighbour_is_a_doubt if {
	dial := testing.connection("admin", {"port": 9090})
	some v in rule.violation with input as object.union(_pod({}, {}), {"pod": {"connections": [dial]}})
	v.certainty.doubt
}

test_asked_on_this_port_as_well_denied if {
	some v in rule.violation with input as object.union(_pod({}, {}), {"pod": {"connections": [_asked(9090, {}), _asked(8080, {})]}})
	not v.certainty.doubt
}

test_asked_on_a_declared_port_denied if {
	health := {"port": 9090, "binds": false, "variable": false, "declared": true, "purpose": "", "origin": "declared"}
	made := {"pod": {"connections": [_asked(9090, {})], "who": {"web": {"ports": [health]}}}}
	some v in rule.violation with input as object.union(_pod({}, {}), made)
	not v.certainty.doubt
}

test_declared_once_allowed if {
	rule.violation == set() with input as _pod({}, {"declared": false, "binds": true})
}

test_bound_to_one_address_allowed if {
	rule.violation == set() with input as _pod({}, {"binds": true, "address": "loopback"})
}

test_health_bridge_allowed if {
	made := _pod({}, {})
	rule.violation == set() with input as object.union(made, {"pod": {"who": {"admin": {"role": "health-bridge"}}}})
}

test_variable_of_a_program_that_listens_elsewhere_allowed if {
	variable := {"binds": true, "variable": true, "address": "all"}
	made := _pod(variable, {"binds": true, "address": "all"})
	elsewhere := {"port": 9090, "binds": true, "variable": false, "declared": false, "purpose": "", "origin": "flag"}
	rule.violation == set() with input as object.union(made, {"pod": {"who": {"web": {"ports": [elsewhere]}}}})
}

test_one_variable_for_both_allowed if {
	variable := {"binds": true, "variable": true, "address": "all", "path": ["@ConfigMap//settings", "data", "PORT"]}
	rule.violation == set() with input as _pod(variable, variable)
}

_many(parts) := testing.pod({
	"containers": [testing.container(name, {}) | some name in ["web", "admin", "api"]],
	"bindings": [testing.binding(8080, [_taker(name, i, parts[i]) | some i, name in ["web", "admin", "api"]])],
})

_told(parts) := told if {
	told := {regex.replace(v.msg, ` both .*`, "") | some v in rule.violation} with input as _many(parts)
}

test_each_is_told_of_one_before_it_denied if {
	_told([{}, {}, {}]) == {`containers "web" and "admin"`, `containers "web" and "api"`}
}

test_each_is_told_of_the_one_that_binds_denied if {
	_told([{}, _bound, _bound]) == {`containers "web" and "admin"`, `containers "admin" and "api"`}
}
