package podlint.rules.network.networkpolicy_opens_guarded_port_test

import data.podlint.lib.testing
import data.podlint.rules.network.networkpolicy_opens_guarded_port as rule

_server(overrides) := testing.server("wiki", object.union({"path": ["spec", "containers", 1, "args", 0]}, overrides))

_dial(server, overrides) := testing.connection("login", object.union(
	{
		"port": 3000,
		"purpose": "upstream",
		"answer": "neighbour",
		"to": [_server(server)],
		"path": ["spec", "containers", 0, "args", 1],
	},
	overrides,
))

_pod(server, dial, policies) := testing.input_of(
	{
		"containers": [testing.container("login", {"role": "auth-proxy"}), testing.container("wiki", {})],
		"connections": [_dial(server, dial)],
	},
	{"related": {"network_policies": policies}},
)

_open(overrides) := [testing.policy("wiki", [testing.allowed(4180, {}), testing.allowed(3000, overrides)], {})]

test_listed_port_denied if {
	some v in rule.violation with input as _pod({}, {}, _open({}))
	v.msg == "network policy \"wiki\" lets everybody reach port 3000 of \"wiki\", which \"login\" guards"
	v.path == ["@NetworkPolicy//web", "spec", "ingress", 0, "ports", 0, "port"]
	v.container == "wiki"
	v.certainty.lower == 0
	v.related == [{"msg": "\"login\" guards the port", "path": ["spec", "containers", 0, "args", 1]}]
}

test_listed_twice_is_one_denied if {
	twice := [testing.allowed(3000, {}), testing.allowed(3000, {"path": ["@NetworkPolicy//web", "spec", "ingress", 1, "ports", 0, "port"]})]
	count(rule.violation) == 1 with input as _pod({}, {}, [testing.policy("wiki", twice, {})])
}

test_first_opening_after_a_narrow_one_denied if {
	both := [testing.allowed(3000, {"anyone": false}), testing.allowed(3000, {"path": ["@NetworkPolicy//web", "spec", "ingress", 1, "ports", 0, "port"]})]
	some v in rule.violation with input as _pod({}, {}, [testing.policy("wiki", both, {})])
	v.path[3] == 1
}

test_a_guess_that_it_guards_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({}, {"certainty": "guessed"}, _open({}))
	v.certainty.lower == 1
}

test_loopback_allowed if rule.violation == set() with input as _pod({"address": "loopback"}, {}, _open({}))

test_peers_allowed if rule.violation == set() with input as _pod({}, {}, _open({"anyone": false}))

test_other_port_allowed if rule.violation == set() with input as _pod({}, {}, _open({"port": 8080}))

test_other_purpose_allowed if rule.violation == set() with input as _pod({}, {"purpose": "telemetry"}, _open({}))

test_outgoing_policy_allowed if {
	rule.violation == set() with input as _pod({}, {}, [testing.policy("wiki", [testing.allowed(3000, {})], {"ingress": false})])
}

test_no_policy_allowed if rule.violation == set() with input as _pod({}, {}, [])
