package podlint.rules.security.net_admin_long_running_test

import data.podlint.lib.testing
import data.podlint.rules.security.net_admin_long_running as rule

_helper := {"part": "helper", "part_certainty": "shown"}

_pod(shaper, held, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("app", {"part": "app"}), testing.container("shaper", object.union(_helper, shaper))],
		"app": [{"container": "app"}],
		"rights": held,
		"who": {"app": {"ports": [_kept]}},
	},
	overrides,
))

_kept := {"port": 8080, "binds": true, "address": "loopback", "purpose": ""}

_net := [testing.right("shaper", "capability", "NET_ADMIN", {"path": ["x"]})]

_found(shaper, held, overrides) := found if {
	found := rule.violation with input as _pod(shaper, held, overrides)
}

test_capability_of_helper_denied if {
	some v in _found({}, _net, {})
	v.msg == "container \"shaper\" keeps NET_ADMIN while it runs: it can undo the network isolation of \"app\""
	v.path == ["x"]
	v.container == "shaper"
	v.certainty.lower == 0
}

test_nothing_to_undo_is_an_info_denied if {
	every port in [{}, object.union(_kept, {"binds": false}), object.union(_kept, {"address": "all"}), object.union(_kept, {"purpose": "admin"})] {
		some v in _found({}, _net, {"who": {"app": {"ports": [port]}}})
		v.severity == "info"
		v.msg == "container \"shaper\" keeps NET_ADMIN while it runs, and with it power over the network of \"app\""
	}
}

test_something_to_undo_denied if {
	some v in _found({}, _net, {})
	v.severity == "warning"
	every role in ["mesh-proxy", "auth-proxy", "authz"] {
		some w in _found({}, _net, {"who": {"app": {"ports": [], "role": role}}})
		w.severity == "warning"
	}
}

_set_up(class, right) := {
	"containers": [testing.container("first", {"class": class}), testing.container("app", {"part": "app"}), testing.container("shaper", _helper)],
	"rights": array.concat(_net, [testing.right("first", "capability", right, {})]),
	"who": {"app": {"ports": []}},
}

test_network_set_up_first_denied if {
	some v in _found({}, _net, _set_up("init", "NET_ADMIN"))
	v.severity == "warning"
	some w in _found({}, _net, _set_up("init", "NET_RAW"))
	w.severity == "info"
}

test_the_strongest_is_named_denied if {
	some v in _found({"class": "sidecar"}, array.concat(_net, [testing.right("shaper", "privileged", "", {})]), {})
	contains(v.msg, "keeps privileged while")
}

test_unknown_container_a_step_lower_denied if {
	some v in _found({"part": "unknown", "part_certainty": "guessed"}, _net, {})
	v.certainty.lower == 1
}

test_other_capability_allowed if _found({}, [testing.right("shaper", "capability", "SYS_TIME", {})], {}) == set()

test_app_allowed if _found({"part": "app"}, _net, {}) == set()

test_init_container_allowed if _found({"class": "init"}, _net, {}) == set()

test_first_container_that_may_be_the_app_allowed if {
	first := {"who": {"shaper": {"order": 0}, "app": {"order": 1}}}
	_found({"part": "unknown"}, _net, first) == set()
	count(_found({}, _net, first)) == 1
}

test_trade_allowed if _found({"role": "tunnel"}, _net, {}) == set()

test_pod_that_serves_the_node_allowed if _found({}, _net, {"host_network": true}) == set()

test_pod_without_an_app_allowed if _found({}, _net, {"app": []}) == set()

test_windows_allowed if _found({}, _net, {"windows": true}) == set()
