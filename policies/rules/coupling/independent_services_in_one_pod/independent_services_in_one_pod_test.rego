package podlint.rules.coupling.independent_services_in_one_pod_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.independent_services_in_one_pod as rule

_pair(overrides) := object.union(
	{
		"container": "blog", "other": "docs",
		"service": "blog", "port": 80,
		"other_service": "docs", "other_port": 80,
		"path": ["spec", "containers", 1, "name"],
		"service_path": ["@Service//blog", "spec", "ports", 0],
		"other_path": ["@Service//docs", "spec", "ports", 0],
	},
	overrides,
)

test_two_servers_denied if {
	rule.violation == {{
		"msg": "\"docs\" and \"blog\" are separate servers (Services docs:80 and blog:80), but when one is not ready both lose traffic",
		"path": ["spec", "containers", 1, "name"],
		"container": "blog",
		"related": [
			{"msg": "leads to \"docs\"", "path": ["@Service//docs", "spec", "ports", 0]},
			{"msg": "leads to \"blog\"", "path": ["@Service//blog", "spec", "ports", 0]},
		],
	}} with input as testing.pod({"coupling": {"services_apart": [_pair({})]}})
}

test_opaque_server_lowered_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"services_apart": [_pair({"opaque": ["docs"]})]}})
	{v.severity | some v in found} == {"info"}
}

test_no_pair_allowed if {
	rule.violation == set() with input as testing.pod({})
}
