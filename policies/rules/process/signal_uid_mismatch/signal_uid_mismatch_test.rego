package podlint.rules.process.signal_uid_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.process.signal_uid_mismatch as rule

_user(uid, rung) := {"security": {"run_as_user": {"value": uid, "certainty": rung, "origin": "container"}}}

_reload(signal, overrides) := object.union(
	object.union(_user(1000, "stated"), {"signals": [testing.signal("nginx", object.union({"reaches": "web", "path": ["x"]}, signal))]}),
	overrides,
)

_pod(web, reload, overrides) := testing.pod(object.union(
	{"share_process_namespace": true, "containers": [testing.container("web", web), testing.container("reload", reload)]},
	overrides,
))

test_another_user_denied if {
	some v in rule.violation with input as _pod(_user(101, "stated"), _reload({}, {}), {})
	v.msg == "container \"reload\" (user 1000) signals \"nginx\" of \"web\" (user 101): the kernel refuses"
	v.path == ["x"]
	v.container == "reload"
}

test_processes_of_the_node_denied if {
	count(rule.violation) == 1 with input as _pod(_user(101, "stated"), _reload({}, {}), {"share_process_namespace": false, "host_pid": true})
}

test_same_user_allowed if rule.violation == set() with input as _pod(_user(1000, "stated"), _reload({}, {}), {})

test_root_allowed if rule.violation == set() with input as _pod(_user(101, "stated"), _reload({}, _user(0, "stated")), {})

test_default_user_of_the_image_allowed if {
	rule.violation == set() with input as _pod(_user(101, "known"), _reload({}, {}), {})
	rule.violation == set() with input as _pod(_user(101, "stated"), _reload({}, _user(1000, "known")), {})
}

test_capability_allowed if {
	rule.violation == set() with input as _pod(_user(101, "stated"), _reload({}, {"security": {"capabilities_added": ["KILL"]}}), {})
}

test_privileged_allowed if {
	rule.violation == set() with input as _pod(_user(101, "stated"), _reload({}, {"security": {"privileged": {"value": true}}}), {})
}

test_own_process_allowed if rule.violation == set() with input as _pod(_user(101, "stated"), _reload({"own": true}, {}), {})

test_process_of_nobody_allowed if rule.violation == set() with input as _pod(_user(101, "stated"), _reload({"reaches": ""}, {}), {})

test_namespaces_apart_allowed if {
	rule.violation == set() with input as _pod(_user(101, "stated"), _reload({}, {}), {"share_process_namespace": false})
}
