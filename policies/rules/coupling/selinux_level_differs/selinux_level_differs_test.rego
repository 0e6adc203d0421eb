package podlint.rules.coupling.selinux_level_differs_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.selinux_level_differs as rule

_level(text) := {"security": {"selinux_level": {"value": text, "path": ["spec", text]}}}

_volume(name, kind) := testing.volume(name, kind, {"mounted_by": [testing.mounted_by("app", "/a", {}), testing.mounted_by("sender", "/b", {})]})

_pod(app, sender, volumes) := testing.pod({
	"containers": [testing.container("app", app), testing.container("sender", sender)],
	"volumes": volumes,
})

_one := [_volume("spool", "emptyDir")]

test_other_level_denied if {
	some v in rule.violation with input as _pod(_level("s0:c1"), _level("s0:c2"), _one)
	v.msg == "containers \"app\" (s0:c1) and \"sender\" (s0:c2) share volume \"spool\": SELinux denies each the files of the other"
	v.path == ["spec", "s0:c2"]
	v.container == "sender"
}

test_only_first_has_one_denied if {
	some v in rule.violation with input as _pod(_level("s0:c1"), {}, _one)
	contains(v.msg, "\"sender\" (the pod's level)")
	v.path == ["spec", "s0:c1"]
}

test_two_volumes_denied_once if {
	count(rule.violation) == 1 with input as _pod(_level("s0:c1"), {}, [_volume("a", "emptyDir"), _volume("b", "ephemeral")])
}

test_one_level_allowed if rule.violation == set() with input as _pod(_level("s0:c1"), _level("s0:c1"), _one)

test_no_level_allowed if rule.violation == set() with input as _pod({}, {}, _one)

test_privileged_allowed if {
	privileged := object.union(_level("s0:c1"), {"security": {"privileged": {"value": true}}})
	rule.violation == set() with input as _pod(privileged, {}, _one)
	rule.violation == set() with input as _pod({}, privileged, _one)
}

test_unconfined_type_allowed if {
	type := object.union(_level("s0"), {"security": {"selinux_type": "spc_t"}})
	rule.violation == set() with input as _pod({}, type, _one)
}

test_node_allowed if rule.violation == set() with input as _pod(_level("s0:c1"), {}, [_volume("node", "hostPath")])

test_order_of_the_categories_allowed if {
	rule.violation == set() with input as _pod(_level("s0:c1,c2"), _level("s0:c2,c1"), _one)
}

test_other_sensitivity_denied if count(rule.violation) == 1 with input as _pod(_level("s0:c1,c2"), _level("s1:c2,c1"), _one)
