package podlint.rules.process.share_process_namespace_unneeded_test

import data.podlint.lib.testing
import data.podlint.rules.process.share_process_namespace_unneeded as rule

_known := {"own_program": true, "seen": {"files": "all"}}

_of(web, overrides) := testing.pod(object.union(
	{"share_process_namespace": true, "containers": [testing.container("web", object.union(_known, web)), testing.container("app", _known)]},
	overrides,
))

_spared(web) := reasons if {
	reasons := rule.spared with input as _of(web, {})
}

test_no_use_in_sight_denied if {
	some v in rule.violation with input as _of({}, {})
	v.msg == "shareProcessNamespace is set, but no container uses it"
	v.path == ["spec", "shareProcessNamespace"]
	v.certainty.lower == 0
}

test_secrets_of_a_neighbour_are_named_denied if {
	some v in rule.violation with input as _of({"env": [testing.env("S", "", {"secret": "token"})]}, {})
	endswith(v.msg, "; \"app\" can read the secrets of \"web\" through /proc")
}

test_secrets_of_both_are_no_loss_denied if {
	both := testing.pod({"share_process_namespace": true, "containers": [
		testing.container("web", object.union(_known, {"env": [testing.env("S", "", {"secret": "token"})]})),
		testing.container("app", object.union(_known, {"env": [testing.env("S", "", {"secret": "token"})]})),
	]})
	some v in rule.violation with input as both
	not contains(v.msg, "secrets")
}

test_unknown_program_with_settings_in_sight_a_step_lower_denied if {
	some v in rule.violation with input as _of({"own_program": false, "seen": {"files": "told"}}, {})
	v.certainty.lower == 1
}

test_unknown_program_in_doubt if {
	some v in rule.violation with input as _of({"own_program": false, "seen": {"files": "some"}}, {})
	v.certainty.doubt == true
}

test_well_known_tools_are_all_in_sight_denied if {
	some v in rule.violation with input as _of({"own_program": false, "tools_only": true, "seen": {"files": "some"}}, {})
	v.certainty.lower == 0
}

test_own_namespaces_allowed if rule.violation == set() with input as _of({}, {"share_process_namespace": false})

test_use_allowed if rule.violation == set() with input as _of({"signals": [testing.signal("nginx", {})]}, {})

test_each_use_is_named if {
	_spared({"class": "ephemeral"}) == {"an ephemeral container looks at the others"}
	_spared({"signals": [testing.signal("nginx", {})]}) == {"a container signals a process"}
	_spared({"security": {"capabilities_added": ["SYS_PTRACE"]}}) == {"a container may trace the processes of others"}
	_spared({"security": {"privileged": {"value": true}}}) == {"a privileged container may trace the processes of others"}
	_spared({"commands": [testing.command(["ps"], {"processes": true})]}) == {"a command looks at processes"}
	_spared({"role": "reloader"}) == {"the role of an image is to look at, steer or identify processes"}
	_spared({"argv": ["web", "--reload"]}) == {"a name or an argument speaks of such work"}
	_spared({"env": [testing.env("PROFILER_PORT", "1", {})]}) == {"a name or an argument speaks of such work"}
	_spared({"tty": true, "idle": true}) == {"a shell waits for somebody to look at the others"}
	_spared({"script": testing.script({"ignores_term": true})}) == {"a script would take no notice of TERM as process 1"}
}

test_part_of_a_word_is_no_use if _spared({"argv": ["web", "--pidlimit=-1"]}) == set()

test_every_word_that_speaks_of_such_work_is_a_use if {
	every word in [
		"reload", "reloader", "reloading", "debug", "debugger", "profile", "profiler", "profiling", "signal", "process", "proc", "pid", "spire",
		"spiffe", "netshoot", "toolbox", "monitor", "reaper", "ptrace", "kubexit", "falco", "criu", "supervise", "supervisor", "agent",
		"shareprocess", "refresh",
	] {
		_spared({"argv": [word]}) == {"a name or an argument speaks of such work"}
	}
}

test_words_count_in_the_name_of_the_image if {
	_spared({"image": testing.image("example.org/reaper:1.0.0")}) == {"a name or an argument speaks of such work"}
}

test_every_role_for_such_work_is_a_use if {
	every role in ["reloader", "identity", "telemetry", "node-agent", "scanner", "secrets", "log-rotate"] {
		_spared({"role": role}) == {"the role of an image is to look at, steer or identify processes"}
	}
}

test_every_capability_for_it_is_a_use if {
	every capability in ["SYS_PTRACE", "KILL", "SYS_ADMIN", "ALL"] {
		_spared({"security": {"capabilities_added": [capability]}}) == {"a container may trace the processes of others"}
	}
	_spared({"security": {"capabilities_added": ["NET_ADMIN"]}}) == set()
}

test_what_is_close_to_a_use_is_none if {
	_spared({"security": {"privileged": {"value": false}}}) == set()
	_spared({"commands": [testing.command(["cp"], {"processes": false})]}) == set()
	_spared({"tty": true, "idle": false}) == set()
	_spared({"tty": false, "idle": true}) == set()
	_spared({"script": testing.script({"ignores_term": false})}) == set()
	_spared({"class": "init", "script": testing.script({"ignores_term": true})}) == set()
}

test_secrets_of_what_has_ended_are_safe if {
	some v in rule.violation with input as _of({"class": "init", "env": [testing.env("S", "", {"secret": "token"})]}, {})
	not contains(v.msg, "secrets")
}

test_what_has_ended_reads_no_secrets if {
	made := testing.pod({"share_process_namespace": true, "containers": [
		testing.init("step", _known),
		testing.container("app", object.union(_known, {"env": [testing.env("S", "", {"secret": "token"})]})),
	]})
	some v in rule.violation with input as made
	not contains(v.msg, "secrets")
}

test_each_capability_allowed if {
	every capability in {"SYS_PTRACE", "KILL", "SYS_ADMIN", "ALL"} {
		_spared({"security": {"capabilities_added": [capability]}}) == {"a container may trace the processes of others"}
	}
}

test_each_role_allowed if {
	every role in {"reloader", "identity", "telemetry", "node-agent", "scanner", "secrets", "log-rotate"} { count(_spared({"role": role})) == 1 }
	_spared({"role": "proxy"}) == set()
}

test_each_word_allowed if {
	every word in {
		"reload", "reloader", "reloading", "debug", "debugger", "profile", "profiler", "profiling", "signal", "process", "proc", "pid", "spire", "spiffe",
		"netshoot", "toolbox", "monitor", "reaper", "ptrace", "kubexit", "falco", "criu", "supervise", "supervisor", "agent", "shareprocess", "refresh",
	} {
		_spared({"argv": ["app", sprintf("--%s", [word])]}) == {"a name or an argument speaks of such work"}
	}
}
