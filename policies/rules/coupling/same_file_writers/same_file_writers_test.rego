package podlint.rules.coupling.same_file_writers_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.same_file_writers as rule

_second := ["spec", "containers", 1, "command", 2]

_first := ["spec", "containers", 0, "command", 2]

_other(op, overrides) := testing.file_end("a", op, "/data/state", object.union({"path": _first}, overrides))

_pod(outputs, overrides) := testing.pod({
	"containers": [testing.container("a", overrides), testing.container("b", {})],
	"outputs": outputs,
})

_found(op, overrides, other) := found if {
	write := testing.output("b", op, "/data/state", object.union({"path": _second, "writers": [other]}, overrides))
	found := rule.violation with input as _pod([write], {})
}

test_two_writers_denied if {
	some v in _found("write", {}, _other("write", {}))
	v.msg == "containers \"a\" and \"b\" both write /data/state on volume \"data\""
	v.path == _second
	v.container == "b"
	v.certainty.lower == 0
	v.related == [{"msg": "\"a\" writes here", "path": _first}]
	not v.severity
}

test_writer_and_appender_denied if {
	some v in _found("append", {}, _other("write", {}))
	not v.severity
}

test_two_appenders_lowered_denied if {
	some v in _found("append", {}, _other("append", {}))
	v.severity == "info"
	v.msg == "containers \"a\" and \"b\" both append to /data/state on volume \"data\""
}

test_guess_a_step_lower_denied if {
	some v in _found("write", {}, _other("write", {"certainty": "guessed"}))
	v.certainty.lower == 1
}

test_one_report_for_a_pair_denied if {
	write := testing.output("b", "write", "/data/state", {"path": _second, "writers": [_other("write", {}), _other("append", {})]})
	count(rule.violation) == 1 with input as _pod([write, write], {})
	more := testing.output("b", "write", "/data/more", {"writers": [_other("write", {"file": "/data/more"})]})
	count(rule.violation) == 1 with input as _pod([write, more], {})
}

test_each_is_told_of_the_first_denied if {
	others := [_other("write", {}), testing.file_end("c", "write", "/data/state", {})]
	write := testing.output("d", "write", "/data/state", {"path": _second, "writers": others})
	pod := testing.pod({"containers": [testing.container(name, {}) | some name in ["a", "c", "d"]], "outputs": [write]})
	{v.msg | some v in rule.violation} == {"containers \"a\" and \"d\" both write /data/state on volume \"data\""} with input as pod
}

test_earlier_one_says_nothing_allowed if {
	write := testing.output("a", "write", "/data/state", {"writers": [testing.file_end("b", "write", "/data/state", {})]})
	rule.violation == set() with input as _pod([write], {})
}

test_init_container_allowed if {
	write := testing.output("b", "write", "/data/state", {"writers": [_other("write", {})]})
	rule.violation == set() with input as _pod([write], {"class": "init"})
}

test_other_end_that_does_not_fill_allowed if {
	every overrides in [{"tool": "truncate"}, {"phase": "init"}, {"origin": "env"}, {"meets": "overlap"}] {
		_found("write", {}, _other("write", overrides)) == set()
	}
}

test_this_end_that_does_not_fill_allowed if {
	every overrides in [{"text": ": > /data/state"}, {"phase": "hook"}, {"dir": true}, {"glob": true}, {"origin": "image"}, {"kind": "hostPath"}] {
		_found("write", overrides, _other("write", {})) == set()
	}
}

test_removal_allowed if _found("remove", {}, _other("write", {})) == set()

test_own_file_system_allowed if _found("write", {"volume": "", "kind": "", "in": ""}, _other("write", {})) == set()

_default := {"dir": true, "origin": "image", "in": "."}

_two(write, made, who) := found if {
	found := rule.violation with input as testing.pod({
		"containers": [testing.container("web", {}), testing.container("admin", {})],
		"who": {"web": {"processes": ["docker-entrypoint.sh", "nginx"]}, "admin": who},
		"outputs": [testing.output("admin", "append", "/var/log/nginx", object.union(object.union(_default, write), {"writers": [testing.file_end(
			"web", "append", "/var/log/nginx",
			object.union(_default, made),
		)]}))],
	})
}

_nginx := {"processes": ["docker-entrypoint.sh", "nginx"]}

test_logs_of_one_program_denied if {
	some v in _two({}, {}, _nginx)
	v.msg == "containers \"web\" and \"admin\" both append the logs of nginx to /var/log/nginx on volume \"data\""
	v.container == "admin"
	v.certainty.lower == 0
}

test_logs_of_others_allowed if {
	_two({}, {}, {"processes": ["docker-entrypoint.sh", "httpd"]}) == set()
	_two({"kind": "hostPath"}, {}, _nginx) == set()
	_two({"origin": "flag"}, {}, _nginx) == set()
	_two({}, {"origin": "flag"}, _nginx) == set()
	_two({}, {"meets": "near"}, _nginx) == set()
	_two({"op": "write"}, {}, _nginx) == set()
	_two({"phase": "init"}, {}, _nginx) == set()
}
