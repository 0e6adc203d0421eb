package podlint.lib.guards_test

import data.podlint.lib.guards
import data.podlint.lib.testing

_dial(overrides) := testing.connection("login", object.union(
	{"port": 3000, "purpose": "upstream", "answer": "neighbour", "to": [testing.server("wiki", {})]},
	overrides,
))

_pod(login, wiki) := testing.pod({"containers": [
	testing.container("login", object.union({"role": "auth-proxy", "own_program": true}, login)),
	testing.container("wiki", wiki),
]})

test_upstream_is_behind if guards.behind(_dial({})).container == "wiki" with input as _pod({}, {})

test_the_proxy_is_as_certain_as_its_image if {
	guards.proxy_fact("login").certainty == "known" with input as _pod({"known_certainty": "known"}, {})
	guards.proxy_fact("login").certainty == "guessed" with input as _pod({"known_certainty": "guessed"}, {})
}

test_nobody_is_behind if {
	every dial in [
		_dial({"via": "mention"}), _dial({"host_class": "service"}), _dial({"protocol": "UDP"}), _dial({"to": []}),
		_dial({"to": [testing.server("wiki", {}), testing.server("login", {})]}),
	] {
		not guards.behind(dial) with input as _pod({}, {})
	}
	not guards.behind(_dial({})) with input as _pod({"role": "proxy"}, {})
	not guards.behind(_dial({})) with input as _pod({}, {"class": "injected"})
}

test_a_port_that_the_proxy_declares_for_the_other_is_the_others if {
	both := [testing.server("wiki", {}), testing.server("login", {"binds": false})]
	guards.behind(_dial({"to": both})).container == "wiki" with input as _pod({}, {})
}

_main(port) := {"port": port, "address": "all", "certainty": "shown", "path": ["spec", "containers", 1, "args", 0]}

_unread(parts) := testing.pod(object.union(
	{
		"containers": [
			testing.container("login", {"role": "auth-proxy", "own_program": true}), testing.container("wiki", {}),
			testing.container("help", {}),
		],
		"who": {"wiki": {"main": _main(3000)}},
		"volumes": [testing.volume("conf", "secret", {"mounted_by": [testing.mounted_by("login", "/etc/login", {})]})],
	},
	parts,
))

test_only_server_is_presumably_behind if guards.presumably_behind("login") == "wiki" with input as _unread({})

test_known_server_is_presumably_behind if {
	guards.presumably_behind("login") == "wiki" with input as _unread({"who": {
		"wiki": {"own_program": true},
		"help": {"main": _main(9000)},
	}})
}

test_nobody_is_presumably_behind if {
	every parts in [
		{"who": {"help": {"main": _main(9000)}}}, {"who": {"wiki": {"part": "helper"}}}, {"who": {"wiki": {"helps": true}}},
		{"who": {"wiki": {"role": "authz"}}}, {"who": {"wiki": {"class": "sidecar"}}}, {"who": {"login": {"role": "proxy"}}},
		{"who": {"login": {"own_program": false}}}, {"connections": [_dial({})]}, {"volumes": []},
		{"volumes": [testing.volume("conf", "secret", {"mounted_by": [testing.mounted_by("wiki", "/etc/login", {})]})]},
		{"volumes": [testing.volume("data", "emptyDir", {"mounted_by": [testing.mounted_by("login", "/data", {})]})]},
	] {
		not guards.presumably_behind("login") with input as _unread(parts)
	}
}

test_what_others_connect_to_says_nothing if {
	asks := _dial({"from": "wiki"})
	guards.presumably_behind("login") == "wiki" with input as _unread({"connections": [asks]})
	probe := _dial({"via": "probe"})
	guards.presumably_behind("login") == "wiki" with input as _unread({"connections": [probe]})
}

_policies(list) := testing.input_of({}, {"related": {"network_policies": list}})

test_fenced if {
	guards.fenced(3000) with input as _policies([testing.policy("a", [], {})])
	guards.fenced(3000) with input as _policies([testing.policy("a", [testing.allowed(4180, {})], {})])
	guards.fenced(3000) with input as _policies([testing.policy("a", [testing.allowed(3000, {"anyone": false})], {})])
}

test_not_fenced if {
	not guards.fenced(3000) with input as testing.pod({})
	not guards.fenced(3000) with input as _policies([testing.policy("a", [], {"ingress": false})])
	not guards.fenced(3000) with input as _policies([testing.policy("a", [testing.allowed(3000, {})], {})])
	not guards.fenced(3000) with input as _policies([testing.policy("a", [], {}), testing.policy("b", [], {"anyone_all_ports": true})])
	not guards.fenced(3000) with input as _policies([testing.policy("a", [], {}), testing.policy("b", [testing.allowed(3000, {})], {})])
}

test_policies_for_what_goes_out_open_nothing if {
	out := testing.policy("b", [testing.allowed(3000, {})], {"ingress": false, "anyone_all_ports": true})
	guards.fenced(3000) with input as _policies([testing.policy("a", [], {}), out])
}

test_policies_that_a_controller_may_make if {
	guards.unseen_fences == [] with input as testing.pod({})
	guards.unseen_fences == [] with input as testing.pod({"made_beside": ["containers"]})
	[gap] := guards.unseen_fences with input as testing.pod({"made_beside": ["policies"]})
	gap.seen == "some"
}
