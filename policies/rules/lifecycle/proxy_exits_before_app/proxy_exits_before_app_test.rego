package podlint.rules.lifecycle.proxy_exits_before_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.proxy_exits_before_app as rule

_sleeps(seconds) := {"hooks": [testing.hook("pre-stop", ["sleep", "20"], {"sleep_seconds": seconds, "path": ["h"]})]}

_tunnel(overrides) := testing.container("tunnel", object.union({"role": "db-tunnel", "own_program": true, "path": ["t"]}, overrides))

_dial(overrides) := testing.connection("app", object.union({"port": 5432, "answer": "neighbour", "to": [testing.server("tunnel", {})], "path": ["d"]}, overrides))

_pod(app, tunnel, dial, pod) := testing.pod(object.union(
	{
		"containers": [testing.container("app", object.union(_sleeps(20), app)), _tunnel(tunnel)],
		"who": {"tunnel": {"known_certainty": "known"}},
		"connections": [_dial(dial)],
	},
	pod,
))

_found(app, tunnel, dial, pod) := found if {
	found := rule.violation with input as _pod(app, tunnel, dial, pod)
}

test_tunnel_that_ends_at_once_denied if {
	some v in _found({}, {}, {}, {})
	v.msg == "\"app\" works on for 20s after the pod is told to end, but \"tunnel\", through which it connects to localhost:5432, ends at once"
	v.path == ["t"]
	v.container == "tunnel"
	v.related == [{"msg": "\"app\" sleeps here", "path": ["h"]}, {"msg": "it connects here", "path": ["d"]}]
	v.certainty.lower == 0
}

test_guesses_and_hidden_settings_denied if {
	some guess in _found({}, {}, {"certainty": "guessed"}, {})
	guess.certainty.lower == 1
	some name in _found({}, {}, {}, {"who": {"tunnel": {"known_certainty": "guessed"}}})
	name.certainty.lower == 1
	every hidden in ["config_hidden", "env_unresolved"] {
		some v in _found({}, {hidden: true}, {}, {})
		v.certainty.doubt == true
	}
}

test_tunnel_that_drains_allowed if {
	every tunnel in [
		_sleeps(5), {"flags": [{"name": "max-sigterm-delay", "value": "30s", "path": []}]}, {"flags": [{"name": "drain-time-s", "value": "30", "path": []}]},
		{"env": [testing.env("EXIT_ON_ZERO_ACTIVE_CONNECTIONS", "true", {})]},
	] {
		_found({}, tunnel, {}, {}) == set()
	}
	count(_found({}, {"flags": [{"name": "port", "value": "1", "path": []}], "env": [testing.env("PORT", "1", {})]}, {}, {})) == 1
}

test_other_proxies_allowed if {
	every tunnel in [{"class": "sidecar"}, {"own_program": false}, {"role": "exporter"}] {
		_found({}, tunnel, {}, {}) == set()
	}
}

test_app_that_ends_at_once_allowed if {
	_found({"hooks": []}, {}, {}, {}) == set()
	_found(_sleeps(0), {}, {}, {}) == set()
	_found({"hooks": [testing.hook("post-start", [], {"sleep_seconds": 5})]}, {}, {}, {}) == set()
	_found({"class": "init"}, {}, {}, {}) == set()
}

test_other_connections_allowed if {
	every dial in [{"via": "probe"}, {"answer": "away"}, {"phase": "init"}, {"phase": "hook"}, {"to": [testing.server("other", {})]}] {
		_found({}, {}, dial, {}) == set()
	}
	_found({}, {}, {}, {"runs": "to-completion"}) == set()
}

test_one_report_for_a_proxy_denied if {
	two := {
		"containers": [testing.container("app", _sleeps(20)), testing.container("second", _sleeps(30)), _tunnel({})],
		"connections": [_dial({}), _dial({"from": "second"})],
	}
	count(_found({}, {}, {}, two)) == 1
}

_mesh(app, drains, overrides) := testing.pod({
	"containers": [
		testing.container("app", object.union(_sleeps(20), app)), testing.container("other", _sleeps(10)),
		testing.injected("istio-proxy", object.union({"drains": drains}, overrides)),
	],
	"who": {"istio-proxy": {"role": "mesh-proxy", "known_certainty": "known", "injected_as": object.get(overrides, "injected_as", "regular")}},
})

test_injected_proxy_that_drains_for_less_denied if {
	some v in rule.violation with input as _mesh({}, [testing.drain(5, {"path": ["a"]})], {})
	v.msg == "\"app\" works on for 20s after the pod is told to end, but the injected \"istio-proxy\" drains for 5s only (terminationDrainDuration)"
	v.path == ["a"]
	v.container == "app"
}

test_injected_proxy_that_drains_long_enough_allowed if {
	every drains in [[testing.drain(20, {})], [], [testing.drain(5, {"how": "limit"})], [testing.drain(5, {}), testing.drain(30, {})]] {
		rule.violation == set() with input as _mesh({}, drains, {})
	}
	rule.violation == set() with input as _mesh({}, [testing.drain(5, {})], {"injected_as": "sidecar"})
	rule.violation == set() with input as object.union(_mesh({}, [testing.drain(5, {})], {}), {"pod": {"runs": "to-completion"}})
}

test_shorter_app_counts_alone_denied if {
	some v in rule.violation with input as _mesh({"hooks": []}, [testing.drain(5, {})], {})
	v.container == "other"
}
