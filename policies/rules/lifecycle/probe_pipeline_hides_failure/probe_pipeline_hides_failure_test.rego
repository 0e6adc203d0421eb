package podlint.rules.lifecycle.probe_pipeline_hides_failure_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.probe_pipeline_hides_failure as rule

_pod(pipeline) := testing.pod({"containers": [testing.container("app", {"probes": [testing.probe(
	"readiness", 0,
	{
		"handler": "exec",
		"pipeline": [testing.command(argv, {}) | some argv in pipeline],
		"path": ["x"],
	},
)]})]})

_count(pipeline) := n if {
	n := count(rule.violation) with input as _pod(pipeline)
}

test_filter_denied if {
	some v in rule.violation with input as _pod([["curl", "a"], ["jq", "."]])
	v.msg == "the readiness probe of \"app\" passes when curl fails: a pipeline ends as its last command does, and jq ends well on nothing"
	v.path == ["x"]
	v.container == "app"
	v.certainty.lower == 0
}

test_each_filter_denied if {
	every last in [
		["cat"], ["tee", "/x"], ["head", "-1"], ["wc", "-l"], ["sort"], ["tr", "a", "b"], ["sed", "s/a/b/"], ["jq", "-r", ".x"], ["awk", "/x/ {exit 1}"],
		["gawk", "{print}"], ["sh"], ["bash"], ["base64"], ["true"],
	] {
		_count([["curl", "a"], last]) == 1
	}
}

test_failing_filter_allowed if {
	every last in [
		["grep", "x"], ["jq", "-e", ".x"], ["jq", "-re", ".x"], ["jq", "--exit-status", ".x"], ["jq", "if . then . else error(\"x\") end"],
		["awk", "{ok = 1} END {exit !ok}"], ["awk", "BEGIN {exit 1}"], ["awk", "-f", "/x.awk"], ["sed", "/x/q1"], ["python3", "-c", "x"], ["sh", "-c", "x"],
		["unheard-of"], ["xargs", "test"],
	] {
		_count([["curl", "a"], last]) == 0
	}
}

test_the_first_that_may_fail_is_named if {
	some v in rule.violation with input as _pod([["echo", "ruok"], ["nc", "localhost", "2181"], ["cat"]])
	contains(v.msg, "passes when nc fails")
}

test_nothing_can_fail_allowed if {
	_count([["echo", "a"], ["cat"]]) == 0
	_count([["ps"], ["awk", "{exit 1}"]]) == 0
}

test_no_pipeline_allowed if _count([]) == 0

test_each_filter_by_its_name_denied if {
	every name in {
		"cat", "tee", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "nl", "rev", "column", "fold", "base64", "tac", "paste", "logger", "true", ":",
		"echo", "printf", "sed", "jq", "awk", "gawk", "mawk", "sh", "bash", "ash", "dash",
	} {
		_count([["curl", "a"], [name]]) == 1
	}
}

test_what_cannot_fail_allowed if {
	every name in {"echo", "printf", "ps", "df", "date", "env", "free", "uptime", "true", ":", "sleep", "hostname", "id", "seq", "yes"} {
		_count([[name], ["cat"]]) == 0
	}
}
