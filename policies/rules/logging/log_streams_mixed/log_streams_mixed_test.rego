package podlint.rules.logging.log_streams_mixed_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_streams_mixed as rule

_mounts := [testing.mounting("app", {}), testing.mounting("logs", {"self": true, "seen": "all"})]

_read(file, overrides) := testing.followed("logs", file, object.union({"mounts": _mounts}, overrides))

_two(second) := [_read("/logs/a.log", {}), _read("/logs/b.log", second)]

_pod(reads, logs) := testing.pod({
	"containers": [testing.container("app", {}), testing.container("logs", object.union({"tools_only": true}, logs))],
	"handovers": reads,
})

test_several_files_denied if {
	some v in rule.violation with input as _pod(array.concat(_two({}), [_read("/logs/c.log", {})]), {})
	v.msg == "container \"logs\" prints 3 logs into one stream (/logs/a.log, /logs/b.log): their lines and headers mix"
	v.path == ["spec", "containers", 1, "command", 2]
	v.container == "logs"
	v.certainty.lower == 0
}

test_one_file_allowed if rule.violation == set() with input as _pod([_read("/logs/a.log", {})], {})

test_agent_allowed if rule.violation == set() with input as _pod(_two({"tool": ""}), {})

test_private_file_allowed if {
	rule.violation == set() with input as _pod(_two({"mounts": [testing.mounting("logs", {"self": true})]}), {})
}

test_file_of_its_own_allowed if {
	own := testing.file_write("logs", "/logs/b.log", {"self": true, "meets": "same"})
	rule.violation == set() with input as _pod(_two({"writes": [own]}), {})
}

test_program_that_does_more_allowed if rule.violation == set() with input as _pod(_two({}), {"tools_only": false})

test_filter_allowed if {
	rule.violation == set() with input as _pod(_two({}), {"commands": [testing.command(["sed", "s/^/a: /"], {})]})
}

test_quiet_tail_allowed if {
	every flag in ["-q", "--quiet", "--silent"] {
		rule.violation == set() with input as _pod(_two({}), {"commands": [testing.command(["tail", flag, "-F"], {})]})
	}
}
