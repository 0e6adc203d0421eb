package podlint.rules.lifecycle.proxy_exits_before_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.proxy_exits_before_app as rule

_hook := testing.hook("pre-stop", ["sleep", "20"], {"sleep_seconds": 20, "path": ["spec", "hook"]})

_dial(overrides) := testing.connection("app", object.union(
	{"answer": "neighbour", "port": 5432, "purpose": "database", "to": [testing.server("proxy", {})]},
	overrides,
))

_member := {"role": "db-tunnel", "own_program": true, "known_certainty": "known", "name_path": ["spec", "name"]}

_pod(app, proxy, lists) := testing.pod(object.union(
	{
		"containers": [
			testing.container("app", object.union({"hooks": [_hook]}, app)),
			testing.container("proxy", object.union({"argv": ["/cloud-sql-proxy", "--port=5432"]}, proxy)),
		],
		"connections": [_dial({})],
		"who": {"proxy": _member},
	},
	lists,
))

test_proxy_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"proxy\" ends at once when the pod does, but \"app\" waits 20s in preStop and connects through it"
	v.path == ["spec", "name"]
	v.container == "proxy"
	v.certainty.lower == 0
	v.related == [{"msg": "\"app\" waits here", "path": ["spec", "hook"]}]
}

test_settings_out_of_sight_denied_as_doubt if {
	some v in rule.violation with input as _pod({}, {}, {"who": {"proxy": object.union(_member, {"config_hidden": true})}})
	v.certainty.doubt
}

test_other_proxies_denied if {
	every role in ["proxy", "tunnel", "mesh-proxy"] {
		count(rule.violation) == 1 with input as _pod({}, {}, {"who": {"proxy": object.union(_member, {"role": role})}})
	}
}

test_settings_of_the_app_denied if {
	every app in [{"drains": [testing.drain(30, {})]}, {"argv": ["/app", "--graceful-shutdown=30s"]}] { count(rule.violation) == 1 with input as _pod(app, {}, {}) }
}

test_wait_of_a_second_denied if {
	some v in rule.violation with input as _pod({"hooks": [object.union(_hook, {"sleep_seconds": 1})]}, {}, {})
	contains(v.msg, "waits 1s")
}

test_no_wait_allowed if {
	every hook in [
		object.union(_hook, {"sleep_seconds": 0}),
		object.union(_hook, {"kind": "post-start"}),
	] {
		rule.violation == set() with input as _pod({"hooks": [hook]}, {}, {})
	}
}

test_native_app_allowed if rule.violation == set() with input as _pod({"class": "sidecar"}, {}, {})

test_proxy_that_goes_on_allowed if {
	every proxy in [
		{"hooks": [_hook]},
		{"argv": ["/cloud-sql-proxy", "--min-sigterm-delay=30s"]},
		{"argv": ["/cloud_sql_proxy", "-term_timeout=30s"]},
		{"env": [testing.env("EXIT_ON_ZERO_ACTIVE_CONNECTIONS", "true", {})]},
		{"drains": [testing.drain(30, {})]},
	] {
		rule.violation == set() with input as _pod({}, proxy, {})
	}
}

test_other_connections_allowed if {
	every dial in [
		{"via": "mention"},
		{"answer": "nobody"},
		{"phase": "hook"},
		{"purpose": "quit"},
		{"purpose": "scrape"},
		{"to": [testing.server("app", {})]},
		{"from": "other"},
	] {
		rule.violation == set() with input as _pod({}, {}, {"connections": [_dial(dial)]})
	}
}

test_other_programs_allowed if {
	every proxy in [{"class": "sidecar"}, {"role": "exporter"}, {"own_program": false}] {
		rule.violation == set() with input as _pod({}, {}, {"who": {"proxy": object.union(_member, proxy)}})
	}
}

_sleeps(seconds) := {"hooks": [testing.hook("pre-stop", ["sleep"], {"sleep_seconds": seconds, "path": ["h", seconds]})]}

_mesh(app, drains, overrides) := testing.pod({
	"containers": [
		testing.container("app", object.union(_sleeps(20), app)), testing.container("other", _sleeps(10)),
		testing.injected("istio-proxy", object.union({"drains": drains}, overrides)),
	],
	"who": {"istio-proxy": {"role": "mesh-proxy", "known_certainty": "known", "injected_as": object.get(overrides, "injected_as", "regular")}},
})

test_injected_proxy_that_drains_for_less_denied if {
	some v in rule.violation with input as _mesh({}, [testing.drain(5, {"path": ["a"]})], {})
	v.msg == "container \"app\" waits 20s in preStop, but the injected \"istio-proxy\" drains for 5s only (terminationDrainDuration)"
	v.path == ["a"]
	v.container == "app"
	v.related == [{"msg": "\"app\" waits here", "path": ["h", 20]}]
	v.certainty.lower == 0
}

test_shorter_hook_counts_alone_denied if {
	some v in rule.violation with input as _mesh({"hooks": []}, [testing.drain(5, {})], {})
	v.container == "other"
}

test_first_of_equal_hooks_denied if {
	some v in rule.violation with input as _mesh(_sleeps(10), [testing.drain(5, {})], {})
	v.container == "app"
}

test_injected_proxy_that_drains_long_enough_allowed if {
	every drains in [[testing.drain(20, {})], [], [testing.drain(5, {"how": "limit"})], [testing.drain(5, {}), testing.drain(30, {})]] {
		rule.violation == set() with input as _mesh({}, drains, {})
	}
	rule.violation == set() with input as _mesh({}, [testing.drain(5, {})], {"injected_as": "sidecar"})
	rule.violation == set() with input as object.union(_mesh({}, [testing.drain(5, {})], {}), {"pod": {"runs": "to-completion"}})
}
