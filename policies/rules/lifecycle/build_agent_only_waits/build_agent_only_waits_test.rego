package podlint.rules.lifecycle.build_agent_only_waits_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.build_agent_only_waits as rule

_pod(name, c, overrides) := testing.pod(object.union(
	{
		"ci_agent": true,
		"containers": [testing.container(name, object.union({"idle": true, "waits_by": "sleep 99d", "script": testing.script({})}, c))],
	},
	overrides,
))

test_agent_that_sleeps_denied if {
	rule.violation == {{
		"msg": "container \"jnlp\", which Jenkins takes for its agent, only waits (sleep 99d): the agent never connects",
		"path": ["spec", "containers", 0, "command", 2],
		"container": "jnlp",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as _pod("jnlp", {}, {})
}

test_runner_that_sleeps_denied if {
	some v in rule.violation with input as _pod("runner", {}, {"managed": "actions-runner"})
	contains(v.msg, "GitHub's controller")
}

test_runner_of_somebody_else_allowed if rule.violation == set() with input as _pod("runner", {}, {"managed": "jenkins"})

test_tool_container_allowed if rule.violation == set() with input as _pod("maven", {}, {})

test_agent_that_works_allowed if rule.violation == set() with input as _pod("jnlp", {"idle": false}, {})

test_init_container_allowed if rule.violation == set() with input as _pod("jnlp", {"class": "init"}, {})

test_other_pod_allowed if rule.violation == set() with input as _pod("jnlp", {}, {"ci_agent": false})
