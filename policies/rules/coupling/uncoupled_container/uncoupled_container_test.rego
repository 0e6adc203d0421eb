package podlint.rules.coupling.uncoupled_container_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.uncoupled_container as rule

_alone(overrides) := object.union(
	{"container": "worker", "others": ["web"], "path": ["spec", "containers", 1, "name"]},
	overrides,
)

_found(overrides) := found if {
	found := rule.violation with input as testing.pod({"coupling": {"isolated": [_alone(overrides)]}})
}

test_untied_container_denied if {
	_found({}) == {{
		"msg": "container \"worker\" is not tied to \"web\": no shared volume, connection, probe, signal or socket",
		"path": ["spec", "containers", 1, "name"],
		"container": "worker",
	}}
}

test_untied_among_many_denied if {
	{v.msg | some v in _found({"others": ["web", "proxy"]})} == {concat("", [
		"container \"worker\" is not tied to any of the other 2: ",
		"no shared volume, connection, probe, signal or socket",
	])}
}

test_opaque_container_lowered_denied if {
	_found({"opaque": ["web"]}) == {{
		"msg": "no tie in sight between container \"worker\" and \"web\" (what \"web\" does is not fully known)",
		"path": ["spec", "containers", 1, "name"],
		"container": "worker",
		"severity": "info",
	}}
}

test_doubts_lowered_denied if {
	every doubt in [{"vendor": "ghcr.io/shop"}, {"worded": "proxy"}, {"partitioned": "data"}] {
		{v.severity | some v in _found(doubt)} == {"info"}
	}
}

test_opaque_proxy_allowed if {
	_found({"opaque": ["worker"], "worded": "proxy"}) == set()
}

test_independent_services_take_over_allowed if {
	pair := {"container": "worker", "other": "web"}
	rule.violation == set() with input as testing.pod({"coupling": {"isolated": [_alone({})], "services_apart": [pair]}})
}

test_tied_pod_allowed if {
	rule.violation == set() with input as testing.pod({})
}
