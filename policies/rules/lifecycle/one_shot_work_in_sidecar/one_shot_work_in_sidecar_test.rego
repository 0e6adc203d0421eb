package podlint.rules.lifecycle.one_shot_work_in_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.one_shot_work_in_sidecar as rule

_line := ["spec", "containers", 1, "args", 0, 0]

_work(overrides) := testing.command(["echo"], object.union({"lifetime": "finite", "path": _line}, overrides))

_content(overrides) := testing.container("content", object.union(
	{
		"waits": true,
		"waits_by": "sleep 3600",
		"lifetime": "finite",
		"tools_only": true,
		"script": testing.script({"work": [_work({})]}),
	},
	overrides,
))

_page(overrides) := testing.output("content", "write", "/html/index.html", object.union({"volume": "html", "mounts": [testing.file_mount("web", {})]}, overrides))

_pod(content, web, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", web), _content(content)],
		"outputs": [_page({})],
	},
	overrides,
))

_count(content, web, overrides) := n if {
	n := count(rule.violation) with input as _pod(content, web, overrides)
}

test_page_written_once_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"content\" works once for \"web\" (/html/index.html), then only waits (sleep 3600): make it an init container"
	v.path == _line
	v.container == "content"
	v.certainty.lower == 0
}

test_file_made_usable_denied if _count({}, {}, {"outputs": [_page({"op": "chmod"})]}) == 1

_call(overrides) := testing.connection("content", object.union({"answer": "neighbour", "to": [testing.server("web", {})], "path": _line, "origin": "script"}, overrides))

_called(overrides) := {"outputs": [], "connections": [_call(overrides)]}

test_call_of_neighbour_denied if {
	some v in rule.violation with input as _pod({}, {}, _called({}))
	contains(v.msg, "works once for \"web\" (localhost:8080)")
	endswith(v.msg, "a postStart hook or a Job does that")
}

test_call_over_a_socket_denied if {
	some v in rule.violation with input as _pod({}, {}, _called({"socket": "/run/web.sock"}))
	contains(v.msg, "(/run/web.sock)")
}

test_other_calls_allowed if {
	every other in [
		{"from": "web"}, {"via": "probe"}, {"answer": "nobody"}, {"phase": "hook"}, {"repeats": true}, {"path": ["spec"]},
	] {
		_count({}, {}, _called(other)) == 0
	}
}

test_command_that_may_go_on_is_a_guess_denied if {
	some v in rule.violation with input as _pod({"script": testing.script({"work": [_work({"lifetime": "unknown"})]})}, {}, {})
	v.certainty.lower == 1
}

test_endless_wait_in_job_denied if _count({"lifetime": "endless"}, {}, {"runs": "to-completion"}) == 1

test_bounded_wait_in_job_allowed if _count({}, {}, {"runs": "to-completion"}) == 0

test_build_agent_allowed if _count({}, {}, {"ci_agent": true}) == 0

test_init_container_allowed if _count({"class": "init"}, {}, {}) == 0

test_work_without_a_wait_allowed if _count({"waits": false}, {}, {}) == 0

test_wait_without_work_allowed if _count({"script": {"work": []}}, {}, {}) == 0

test_no_result_allowed if {
	every other in [
		{"phase": "hook"}, {"origin": "flag"}, {"volume": ""}, {"op": "remove"}, {"log": true}, {"endless": true}, {"read_only": true}, {"container": "web"},
		{"mounts": [testing.file_mount("web", {"holds": false})]},
		{"mounts": []},
	] {
		_count({}, {}, {"outputs": [_page(other)]}) == 0
	}
}

test_neighbour_that_only_waits_allowed if _count({}, {"idle": true}, {}) == 0

test_neighbour_of_tools_that_read_nothing_allowed if _count({}, {"tools_only": true}, {}) == 0

_reads(overrides) := {"handovers": [testing.read("web", "/html/index.html", object.union({"volume": "html"}, overrides))]}

test_neighbour_of_tools_that_read_denied if {
	_count({}, {"tools_only": true}, _reads({})) == 1
	_count({}, {"tools_only": true}, _reads({"volume": "other"})) == 0
	_count({}, {"tools_only": true}, _reads({"container": "content"})) == 0
}

test_neighbour_that_is_gone_allowed if {
	_count({}, {"class": "init", "running": false}, {}) == 0
	_count({}, {"class": "init", "running": false}, _reads({})) == 0
	_count({}, {"class": "injected", "running": true}, {}) == 0
}

test_pod_without_one_shot_allowed if rule.violation == set() with input as testing.pod({})
