package podlint.rules.logging.default_container_missing_test

import data.podlint.lib.testing
import data.podlint.rules.logging.default_container_missing as rule

_found(overrides) := object.union(
	{
		"first": "proxy",
		"first_by": "guards app",
		"wanted": "app",
		"streamed": false,
		"path": ["spec", "containers", 0, "name"],
		"wanted_at": ["spec", "containers", 1, "name"],
	},
	overrides,
)

_pod(list) := testing.pod({"logging": {"misdirected": list}})

test_helper_first_denied if {
	rule.violation == {{
		"msg": "kubectl picks the first container \"proxy\", a helper; no default-container annotation names \"app\"",
		"path": ["spec", "containers", 0, "name"],
		"container": "proxy",
		"related": [{"msg": "container \"app\" is the one to name", "path": ["spec", "containers", 1, "name"]}],
	}} with input as _pod([_found({})])
}

test_log_in_streamer_denied if {
	some v in rule.violation with input as _pod([_found({"first": "app", "wanted": "logs", "streamed": true})])
	v.msg == "kubectl logs picks \"app\", whose log reaches stdout only in \"logs\"; no default-container annotation"
}

test_nothing_misdirected_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("app", {})]})
}
