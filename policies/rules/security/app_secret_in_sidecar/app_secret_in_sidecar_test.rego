package podlint.rules.security.app_secret_in_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.app_secret_in_sidecar as rule

_shared(overrides) := {"isolation": {"shared_secrets": [object.union(
	{
		"container": "logs",
		"app": "app",
		"secret": "db",
		"as": "envFrom",
		"does": "only runs tail",
		"app_path": ["spec", "containers", 0, "envFrom", 0],
		"path": ["spec", "containers", 1, "envFrom", 0],
	},
	overrides,
)]}}

test_whole_secret_denied if {
	rule.violation == {{
		"msg": "helper \"logs\" only runs tail, but gets Secret \"db\" by envFrom like \"app\"",
		"path": ["spec", "containers", 1, "envFrom", 0],
		"container": "logs",
		"related": [{"msg": "\"app\" gets it here", "path": ["spec", "containers", 0, "envFrom", 0]}],
	}} with input as testing.pod(_shared({}))
}

test_one_key_denied if {
	found := rule.violation with input as testing.pod(_shared({"key": "password", "as": "env"}))
	{v.msg | some v in found} == {"helper \"logs\" only runs tail, but gets \"password\" of Secret \"db\" by env like \"app\""}
}

test_pod_without_shared_secret_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
