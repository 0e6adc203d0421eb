package podlint.rules.network.auth_proxy_bypass_bind_test

import data.podlint.lib.testing
import data.podlint.rules.network.auth_proxy_bypass_bind as rule

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

_hidden := {
	"volumes": [testing.volume("conf", "secret", {"mounted_by": [testing.mounted_by("login", "/etc/login", {})]})],
	"connections": [],
	"who": {
		"login": {"own_program": true},
		"wiki": {"main": {"port": 3000, "address": "all", "certainty": "shown", "path": ["spec", "containers", 1, "args", 0]}},
	},
}

_pod(server, dial, parts) := testing.input_of(
	object.union(
		{
			"containers": [testing.container("login", {"role": "auth-proxy", "known_certainty": "known"}), testing.container("wiki", {})],
			"connections": [_dial(server, dial)],
		},
		parts,
	),
	{"related": {}},
)

test_all_addresses_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"wiki\" serves port 3000 on all addresses, so any pod can skip \"login\", which guards it"
	v.path == ["spec", "containers", 1, "args", 0]
	v.container == "wiki"
	v.certainty.lower == 0
	v.related == [{"msg": "\"login\" guards the port", "path": ["spec", "containers", 0, "args", 1]}]
}

test_unknown_address_is_one_guess_denied if {
	some v in rule.violation with input as _pod({"address": "unknown", "certainty": "guessed", "declared": true, "binds": false}, {}, {})
	v.certainty.lower == 1
	v.certainty.doubt == false
	contains(v.msg, "declares port 3000 and nothing binds it to loopback")
}

test_unchecked_knowledge_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
}

test_a_guess_that_it_guards_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({}, {"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_unread_proxy_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({}, {}, _hidden)
	v.msg == "container \"wiki\" serves port 3000 on all addresses, so any pod can skip \"login\", which guards it"
	v.path == ["spec", "containers", 1, "args", 0]
	v.certainty.doubt == true
}

test_unread_proxy_before_loopback_allowed if {
	rule.violation == set() with input as _pod({}, {}, object.union(_hidden, {"who": {"wiki": {"main": {"address": "loopback"}}}}))
}

test_unread_proxy_behind_a_policy_allowed if {
	fenced := object.union(_pod({}, {}, _hidden), {"related": {"network_policies": [testing.policy("a", [], {})]}})
	rule.violation == set() with input as fenced
}

test_loopback_that_a_variable_names_allowed if {
	told := _pod({"address": "unknown", "binds": false, "declared": true}, {}, {})
	count(rule.violation) == 1 with input as told
	named := [object.union(c, {"env": [testing.env("METRICS_ADDR", "localhost:3000", {})]}) | some c in told.pod.containers]
	rule.violation == set() with input as object.union(told, {"pod": {"containers": named}})
	other := [object.union(c, {"env": [testing.env("METRICS_ADDR", "localhost:3001", {})]}) | some c in told.pod.containers]
	count(rule.violation) == 1 with input as object.union(told, {"pod": {"containers": other}})
}

test_loopback_allowed if rule.violation == set() with input as _pod({"address": "loopback"}, {}, {})

test_pod_address_allowed if rule.violation == set() with input as _pod({"address": "pod-ip"}, {}, {})

test_other_purpose_allowed if rule.violation == set() with input as _pod({}, {"purpose": "telemetry"}, {})

test_nobody_behind_allowed if rule.violation == set() with input as _pod({}, {"answer": "own"}, {})

test_plain_proxy_allowed if rule.violation == set() with input as _pod({}, {}, {"who": {"login": {"role": "proxy"}}})

test_fenced_allowed if {
	fenced := object.union(_pod({}, {}, {}), {"related": {"network_policies": [testing.policy("a", [], {})]}})
	rule.violation == set() with input as fenced
}

test_no_proxy_allowed if rule.violation == set() with input as testing.pod({})

test_a_proxy_by_name_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({}, {}, {"who": {"login": {"known_certainty": "guessed"}}})
	v.certainty.lower == 1
	v.certainty.reason == "rests on a guess: \"login\" is taken for an authenticating proxy by the name of its image"
}
