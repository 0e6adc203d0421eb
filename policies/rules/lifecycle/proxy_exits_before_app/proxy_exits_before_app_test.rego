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
