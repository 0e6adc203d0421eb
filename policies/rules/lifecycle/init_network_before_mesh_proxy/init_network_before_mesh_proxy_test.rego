package podlint.rules.lifecycle.init_network_before_mesh_proxy_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.init_network_before_mesh_proxy as rule

_istio(overrides) := testing.injector("istio", object.union({"adds": ["istio-init", "istio-proxy"], "native_from": "1.33", "uid": 1337, "path": ["i"]}, overrides))

_redirect := testing.injected("istio-init", {"injected_as": "init", "redirects": true, "running": false})

_vault(overrides) := testing.injected("vault-agent-init", object.union({"injected_as": "init", "calls_out": true, "running": false, "path": ["v"]}, overrides))

_mesh(injector, containers, overrides) := testing.input_of(
	{
		"injectors": [_istio(injector), testing.injector("vault", {"adds": ["vault-agent-init"], "switch": "inject=true", "native": true})],
		"containers": array.concat(containers, [testing.container("app", {})]),
		"who": {"vault-agent-init": {"known_certainty": "known"}},
		"connections": object.get(overrides, "connections", []),
	},
	{"target": object.get(overrides, "target", {})},
)

_found(injector, vault) := found if {
	found := rule.violation with input as _mesh(injector, [_redirect, _vault(vault)], {"target": {"minor": 30}})
}

test_agent_behind_the_redirection_denied if {
	some v in _found({}, {})
	v.msg == "\"vault-agent-init\" (from inject=true) comes after \"istio-init\", which leads its connections to a proxy not up yet"
	v.path == ["v"]
	v.related == [{"msg": "the proxy is injected here", "path": ["i"]}]
	v.certainty.lower == 0
	not v.severity
	not v.container
}

test_unknown_version_is_advice_denied if {
	some v in rule.violation with input as _mesh({}, [_redirect, _vault({})], {})
	v.severity == "info"
}

test_never_native_denied if {
	some v in rule.violation with input as _mesh({"native_from": ""}, [_redirect, _vault({})], {})
	not v.severity
}

test_agent_first_allowed if {
	rule.violation == set() with input as _mesh({}, [_vault({}), _redirect], {"target": {"minor": 30}})
}

test_native_sidecar_allowed if _found({"native": true}, {}) == set()

test_narrowed_allowed if _found({"outbound": {"narrowed": true}}, {}) == set()

test_ports_around_the_proxy_allowed if _found({"outbound": {"ports": [{"from": 8200, "to": 8200, "how": "around"}]}}, {}) == set()

test_ports_that_are_passed_on_denied if count(_found({"outbound": {"ports": [{"from": 8200, "to": 8200, "how": "opaque"}]}}, {})) == 1

test_user_of_the_proxy_allowed if _found({}, {"security": {"run_as_user": {"value": 1337}}}) == set()

test_no_network_allowed if _found({}, {"calls_out": false}) == set()

test_regular_container_allowed if _found({}, {"injected_as": "regular"}) == set()

test_another_injectors_redirection_allowed if _found({"adds": ["linkerd-init"]}, {}) == set()

test_nothing_redirects_allowed if {
	rule.violation == set() with input as _mesh({}, [object.union(_redirect, {"redirects": false}), _vault({})], {"target": {"minor": 30}})
}

test_proxy_of_the_manifest_before_it_allowed if {
	proxy := testing.sidecar("istio-proxy", {"role": "mesh-proxy"})
	rule.violation == set() with input as _mesh({}, [_redirect, proxy, _vault({})], {"target": {"minor": 30}})
}

_dial(overrides) := testing.connection("fetch", object.union({"host": "git.example.com", "host_class": "external", "port": 443, "phase": "init", "path": ["d"]}, overrides))

_fetch(injector, dial) := found if {
	fetch := testing.init("fetch", {"calls_out": true})
	found := rule.violation with input as _mesh(injector, [_redirect, fetch], {"target": {"minor": 30}, "connections": [_dial(dial)]})
}

test_init_container_of_the_manifest_denied if {
	some v in _fetch({}, {})
	v.container == "fetch"
	v.path == ["d"]
	contains(v.msg, "\"fetch\" (from the manifest)")
	count(_fetch({"outbound": {"ports": [{"from": 80, "to": 442, "how": "around"}, {"from": 444, "to": 500, "how": "around"}]}}, {})) == 1
}

test_connection_that_passes_allowed if {
	_fetch({"outbound": {"ports": [{"from": 443, "to": 443, "how": "around"}]}}, {}) == set()
	every other in [{"host_class": "loopback"}, {"protocol": "UDP"}, {"ignorable": true}, {"phase": "hook"}, {"via": "mention"}, {"from": "app"}] {
		_fetch({}, other) == set()
	}
}

_before(injector, fetch, dial) := found if {
	found := rule.violation with input as _mesh(
		injector,
		[testing.init("fetch", object.union({"calls_out": true}, fetch)), _redirect],
		{"target": {"minor": 30}, "connections": [_dial(dial)]},
	)
}

test_before_the_redirection_doubted if {
	some v in _before({}, {}, {})
	v.certainty.doubt
	v.container == "fetch"
	v.path == ["d"]
	v.msg == "\"fetch\" connects to git.example.com before the proxy of \"istio\" is up: refused where the mesh redirects by its CNI plugin"
}

test_before_the_redirection_allowed if {
	_before({"native": true}, {}, {}) == set()
	_before({"outbound": {"narrowed": true}}, {}, {}) == set()
	_before({"outbound": {"ports": [{"from": 443, "to": 443, "how": "around"}]}}, {}, {}) == set()
	_before({}, {"security": {"run_as_user": {"value": 1337}}}, {}) == set()
	_before({}, {"calls_out": false}, {}) == set()
	_before({}, {}, {"host_class": "loopback"}) == set()
}
