package podlint.rules.process.cross_container_signal_no_shared_pid_test

import data.podlint.lib.testing
import data.podlint.rules.process.cross_container_signal_no_shared_pid as rule

_reload(signal) := {
	"tools_only": true,
	"overrides_entrypoint": true,
	"commands": [testing.command(["pkill", "-HUP", "nginx"], {})],
	"signals": [testing.signal("nginx", object.union({"reaches": "web", "path": ["x"]}, signal))],
}

_pod(reload, overrides) := testing.pod(object.union(
	{"containers": [testing.container("web", {}), testing.container("reload", reload)]},
	overrides,
))

test_signal_to_a_neighbour_denied if {
	some v in rule.violation with input as _pod(_reload({}), {})
	v.msg == "container \"reload\" sends HUP to \"nginx\", a process of \"web\" that it cannot see without shareProcessNamespace"
	v.path == ["x"]
	v.container == "reload"
	v.certainty.doubt == false
}

test_tool_without_a_signal_denied if {
	some v in rule.violation with input as _pod(_reload({"signal": "", "tool": "jcmd"}), {})
	contains(v.msg, "runs jcmd on")
}

test_opaque_sender_in_doubt if {
	some v in rule.violation with input as _pod(object.union(_reload({}), {"opaque": true}), {})
	v.certainty.doubt == true
}

test_image_of_which_nothing_is_known_in_doubt if {
	unknown := object.remove(object.union(_reload({}), {"overrides_entrypoint": false}), ["commands"])
	some v in rule.violation with input as _pod(unknown, {})
	v.certainty.doubt == true
}

test_hook_of_an_unknown_program_in_doubt if {
	some v in rule.violation with input as _pod(object.union(_reload({"phase": "hook"}), {"tools_only": false}), {})
	v.certainty.doubt == true
}

test_hook_of_a_known_program_denied if {
	hook := object.union(_reload({"phase": "hook"}), {"tools_only": false, "own_program": true})
	some v in rule.violation with input as _pod(hook, {})
	v.certainty.doubt == false
}

test_shared_namespace_allowed if rule.violation == set() with input as _pod(_reload({}), {"share_process_namespace": true})

test_processes_of_the_node_allowed if rule.violation == set() with input as _pod(_reload({}), {"host_pid": true})

test_container_on_the_node_allowed if rule.violation == set() with input as _pod(_reload({}), {"host_process": true})

test_own_process_allowed if rule.violation == set() with input as _pod(_reload({"own": true}), {})

test_process_of_an_unknown_program_denied if {
	some v in rule.violation with input as _pod(_reload({"reaches": "", "target": "api"}), {})
	v.msg == "container \"reload\" sends HUP to \"api\", but runs no such process, and sees those of others with shareProcessNamespace only"
	v.certainty.lower == 0
}

test_process_that_nobody_knows_allowed if {
	every signal in [{"target": "17"}, {"target": ""}, {"target": "$PID"}, {"own": true}] {
		rule.violation == set() with input as _pod(_reload(object.union({"reaches": "", "target": "api"}, signal)), {})
	}
}

test_unseen_sender_of_unknown_process_allowed if {
	rule.violation == set() with input as _pod(object.union(_reload({"reaches": ""}), {"tools_only": false}), {})
}

test_alone_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("reload", _reload({"reaches": ""}))]})
}

test_init_container_allowed if {
	rule.violation == set() with input as _pod(object.union(_reload({"reaches": ""}), {"class": "init"}), {})
}

test_program_known_by_the_name_of_its_image_is_one_step_less_denied if {
	named := object.union(_reload({}), {"tools_only": false, "own_program": true, "known_certainty": "guessed"})
	some v in rule.violation with input as _pod(named, {})
	v.certainty.lower == 1
	v.certainty.doubt == false
}
