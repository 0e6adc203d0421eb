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
	some v in rule.violation with input as _of({"secrets": ["token"]}, {})
	endswith(v.msg, "; \"app\" can read the secrets of \"web\" through /proc")
}

test_secrets_of_both_are_no_loss_denied if {
	both := testing.pod({"share_process_namespace": true, "containers": [
		testing.container("web", object.union(_known, {"secrets": ["token"]})),
		testing.container("app", object.union(_known, {"secrets": ["token"]})),
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
