package podlint.rules.network.auth_proxy_bypass_service_test

import data.podlint.lib.testing
import data.podlint.rules.network.auth_proxy_bypass_service as rule

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

_pod(server, port, service, parts) := testing.input_of(
	object.union(
		{
			"containers": [testing.container("login", {"role": "auth-proxy", "known_certainty": "known"}), testing.container("wiki", {})],
			"connections": [_dial(server, {})],
		},
		parts,
	),
	{"related": {"services": [testing.service("wiki", object.union({"ports": [testing.service_port(80, 3000, port)]}, service))]}},
)

test_service_denied if {
	some v in rule.violation with input as _pod({}, {}, {}, {})
	v.msg == "service \"wiki\" leads to port 3000 of \"wiki\" directly, past the proxy \"login\" that guards it"
	v.path == ["@Service//web", "spec", "ports", 0, "targetPort"]
	v.container == "wiki"
	v.severity == "error"
	v.certainty.lower == 0
	v.related == [{"msg": "\"login\" guards the port", "path": ["spec", "containers", 0, "args", 1]}]
}

test_headless_is_a_warning_denied if {
	some v in rule.violation with input as _pod({}, {}, {"headless": true}, {})
	v.severity == "warning"
}

test_unknown_address_denied if count(rule.violation) == 1 with input as _pod({"address": "unknown", "certainty": "guessed"}, {}, {}, {})

test_unread_proxy_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({}, {}, {}, _hidden)
	v.msg == "service \"wiki\" leads to port 3000 of \"wiki\" directly, past the proxy \"login\" that guards it"
	v.certainty.doubt == true
}

test_unread_proxy_with_another_port_allowed if {
	rule.violation == set() with input as _pod({}, {"target_port": 4180}, {}, _hidden)
	rule.violation == set() with input as _pod({}, {"protocol": "UDP"}, {}, _hidden)
	rule.violation == set() with input as _pod({}, {}, {}, object.union(_hidden, {"who": {"wiki": {"main": {"address": "loopback"}}}}))
	rule.violation == set() with input as _fenced(_hidden)
}

_fenced(parts) := object.union(_pod({}, {}, {}, parts), {"related": {"network_policies": [testing.policy("a", [], {})]}})

test_fenced_allowed if rule.violation == set() with input as _fenced({})

test_loopback_allowed if rule.violation == set() with input as _pod({"address": "loopback"}, {}, {}, {})

test_other_port_allowed if rule.violation == set() with input as _pod({}, {"target_port": 4180}, {}, {})

test_other_protocol_allowed if rule.violation == set() with input as _pod({}, {"protocol": "UDP"}, {}, {})

test_other_purpose_allowed if {
	rule.violation == set() with input as _pod({}, {}, {}, {"connections": [_dial({}, {"purpose": "telemetry"})]})
}

test_no_service_allowed if {
	rule.violation == set() with input as object.union(_pod({}, {}, {}, {}), {"related": {"services": []}})
}

test_plain_proxy_allowed if rule.violation == set() with input as _pod({}, {}, {}, {"who": {"login": {"role": "proxy"}}})

test_a_proxy_by_name_is_one_step_less_denied if {
	named := object.union(_pod({}, {}, {}, {}), {"pod": {"who": {"login": {"known_certainty": "guessed"}}}})
	some v in rule.violation with input as named
	v.certainty.lower == 1
}

test_a_policy_that_a_controller_may_make_is_a_doubt if {
	made := object.union(_pod({}, {}, {}, {}), {"pod": {"made_beside": ["policies"]}})
	some v in rule.violation with input as made
	v.certainty.doubt
}
