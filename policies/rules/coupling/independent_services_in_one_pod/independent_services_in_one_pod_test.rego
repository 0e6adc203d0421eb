package podlint.rules.coupling.independent_services_in_one_pod_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.independent_services_in_one_pod as rule

_service(name, container, overrides) := testing.service(name, {"ports": [object.union(
	{"port": 80, "protocol": "TCP", "target_port": 8001, "containers": [container], "side": false, "path": [sprintf("@Service//%s", [name]), "spec", "ports", 0]},
	overrides,
)]})

_two := [testing.container("docs", {"part": "app", "image": testing.image("docs:1.0")}), testing.container("blog", {"part": "app"})]

_seen(dials) := {"seen": {"dials": dials}}

_who(docs, blog) := {"docs": object.union(_seen("all"), docs), "blog": object.union(_seen("all"), blog)}

_services := [_service("docs", "docs", {}), _service("blog", "blog", {})]

_pod(overrides, services) := testing.input_of(
	object.union({"containers": _two, "who": _who({}, {})}, overrides),
	{"related": {"services": services}},
)

_found(overrides, services) := {v.certainty | some v in rule.violation with input as _pod(overrides, services)}

_sure := {{"lower": 0, "doubt": false, "confidence": "certain", "reason": ""}}

test_two_servers_denied if {
	rule.violation == {{
		"msg": "\"docs\" and \"blog\" are separate servers (Services docs:80 and blog:80), but when one is not ready both lose traffic",
		"path": ["spec", "containers", 1, "name"],
		"container": "blog",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [
			{"msg": "leads to \"docs\"", "path": ["@Service//docs", "spec", "ports", 0]},
			{"msg": "leads to \"blog\"", "path": ["@Service//blog", "spec", "ports", 0]},
		],
	}} with input as _pod({}, _services)
}

test_server_that_is_told_of_denied_as_less_sure if {
	{c.lower | some c in _found({"who": _who(_seen("told"), _seen("told"))}, _services)} == {1}
	{c.doubt | some c in _found({"who": _who(_seen("told"), _seen("told"))}, _services)} == {false}
}

test_opaque_server_denied_as_doubt if {
	{c.reason | some c in _found({"who": _who(_seen("told"), _seen("some"))}, _services); c.doubt} == {"what \"blog\" connects to is not all in sight"}
}

test_one_maker_denied_as_doubt if {
	who := _who({"image": "docker.io/acme/docs"}, {"image": "docker.io/acme/blog"})
	{c.reason | some c in _found({"who": who}, _services); c.doubt} == {"both images come from docker.io/acme"}
}

test_helper_by_name_denied_as_doubt if {
	every helper in [{"helps": true}, {"part": "helper"}] {
		{c.doubt | some c in _found({"who": _who({}, helper)}, _services)} == {true}
	}
}

test_helper_allowed if {
	_found({"who": _who({}, {"helps": true, "known_certainty": "known"})}, _services) == set()
	_found({"who": _who({}, {"part": "helper", "part_certainty": "shown"})}, _services) == set()
	_found({"who": _who({}, {"class": "init"})}, _services) == set()
}

test_tied_servers_allowed if {
	_found({"edges": [testing.edge("docs", "blog", "localhost-dial", {})]}, _services) == set()
	_found({"edges": [testing.edge("blog", "docs", "localhost-dial", {})]}, _services) == set()
	_found({"edges": [testing.edge("docs", "blog", "start-order", {})]}, _services) == _sure
}

test_tied_through_a_neighbour_allowed if {
	three := {
		"containers": array.concat(_two, [testing.container("cache", {})]),
		"edges": [testing.edge("docs", "cache", "localhost-dial", {}), testing.edge("blog", "cache", "localhost-dial", {})],
	}
	_found(three, _services) == set()
	_found(object.union(three, {"who": {"cache": {"running": false}}}), _services) == _sure
}

test_port_of_operation_allowed if {
	_found({}, [_service("docs", "docs", {}), _service("blog", "blog", {"side": true})]) == set()
}

test_port_of_both_allowed if {
	_found({}, [_service("docs", "docs", {}), _service("blog", "blog", {"containers": ["docs", "blog"]})]) == set()
}

test_one_server_allowed if {
	_found({}, [_service("docs", "docs", {}), _service("more", "docs", {})]) == set()
	_found({}, []) == set()
}

test_third_server_denied_once if {
	three := array.concat(_two, [testing.container("shop", {})])
	services := array.concat(_services, [_service("shop", "shop", {})])
	{v.container | some v in rule.violation with input as _pod({"containers": three}, services)} == {"blog", "shop"}
	count(rule.violation) == 2 with input as _pod({"containers": three}, services)
}

test_spared_pods_allowed if {
	every pod in [{"test": true}, {"managed": "tekton"}, {"ci_agent": true}, {"host_process": true}, {"node_agent": true, "host_network": true}] {
		_found(pod, _services) == set()
	}
	_found({"node_agent": true}, _services) == _sure
	_found({"host_network": true}, _services) == _sure
}
