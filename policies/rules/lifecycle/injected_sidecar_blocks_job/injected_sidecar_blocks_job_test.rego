package podlint.rules.lifecycle.injected_sidecar_blocks_job_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.injected_sidecar_blocks_job as rule

_outliver(overrides) := object.union(
	{
		"container": "vault-agent",
		"class": "injected",
		"injector": "vault-agent",
		"switch": "vault.hashicorp.com/agent-inject=true",
		"work": "report",
		"work_ends": false,
		"part": "helper",
		"by": "injected by vault-agent",
		"maybe_native": false,
		"verified": true,
		"path": ["spec", "template", "metadata", "annotations", "vault.hashicorp.com/agent-inject"],
	},
	overrides,
)

_job(outliver) := testing.pod({"runs": "to-completion", "lifecycle": {"outlivers": [_outliver(outliver)]}})

test_injected_agent_denied if {
	rule.violation == {{
		"msg": "vault.hashicorp.com/agent-inject=true adds \"vault-agent\", which never ends, so the pod does not complete when \"report\" is done",
		"path": ["spec", "template", "metadata", "annotations", "vault.hashicorp.com/agent-inject"],
		"severity": "error",
	}} with input as _job({})
}

test_perhaps_native_is_advice_denied if {
	some v in rule.violation with input as _job({"maybe_native": true})
	v.severity == "info"
}

test_stopped_allowed if {
	rule.violation == set() with input as _job({"stopped_by": "curl -X POST localhost:15020/quitquitquit"})
}

test_declared_helper_allowed if {
	rule.violation == set() with input as _job({"class": "regular"})
}

test_pod_without_outliver_allowed if {
	rule.violation == set() with input as testing.pod({})
}
