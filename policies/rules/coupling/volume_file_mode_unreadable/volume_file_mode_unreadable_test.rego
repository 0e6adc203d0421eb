package podlint.rules.coupling.volume_file_mode_unreadable_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.volume_file_mode_unreadable as rule

_at := ["spec", "volumes", 0, "configMap", "defaultMode"]

_look(overrides) := testing.lookup("web", "/settings/app.yaml", object.union({"mode": 384, "mode_path": _at}, overrides))

_user := {"run_as_user": {"value": 1000, "origin": "container", "certainty": "stated"}}

_pod(look, security) := _several([_look(look)], security)

_several(lookups, security) := testing.pod({"containers": [testing.container("web", {"security": _secured(security)})], "lookups": lookups})

_secured(security) := object.union(testing.container("web", {}).security, security)

test_closed_file_denied if {
	{object.remove(v, ["certainty"]) | some v in rule.violation} == {{
		"msg": "container \"web\" runs as user 1000 and cannot read /settings/app.yaml, whose mode is 0600; the pod has no fsGroup",
		"path": _at,
		"container": "web",
		"related": [{"msg": "\"web\" uses it here", "path": ["spec", "containers", 0, "args", 0]}],
	}} with input as _pod({}, _user)
}

test_any_other_user_denied if {
	some v in rule.violation with input as _pod({}, {"run_as_non_root": {"value": true, "certainty": "stated"}})
	startswith(v.msg, "container \"web\" runs as a user other than root and cannot read")
}

test_file_that_is_mounted_alone_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"via": "mount", "part": "app.yaml"}, _user)
	v.certainty.lower == 1
}

test_file_that_is_mounted_alone_and_read_reported_once if {
	both := [_look({"via": "mount", "part": "app.yaml"}), _look({})]
	count(rule.violation) == 1 with input as _several(both, _user)
}

test_user_of_a_guessed_image_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"run_as_user": {"value": 1000, "certainty": "guessed"}})
	v.certainty.lower == 1
}

test_root_allowed if {
	root := {"run_as_user": {"value": 0, "certainty": "stated"}}
	rule.violation == set() with input as _pod({}, root)
	rule.violation == set() with input as _pod({}, object.union(root, {"run_as_non_root": {"value": true, "certainty": "stated"}}))
}

test_unknown_user_allowed if rule.violation == set() with input as _pod({}, {})

test_group_of_the_pod_allowed if rule.violation == set() with input as _pod({}, object.union(_user, {"fs_group": {"value": 1000}}))

test_mode_that_lets_others_read_allowed if {
	rule.violation == set() with input as _pod({"mode": 420}, _user)
	rule.violation == set() with input as _pod({"mode": 288}, _user) # the group of root may be the user's
}

test_unknown_mode_allowed if rule.violation == set() with input as _pod({"mode": 0}, _user)

test_whole_volume_allowed if rule.violation == set() with input as _pod({"via": "mount"}, _user)

test_key_allowed if rule.violation == set() with input as _pod({"via": "variable"}, _user)

test_tolerated_failure_allowed if rule.violation == set() with input as _pod({"ignorable": true}, _user)

test_probe_allowed if rule.violation == set() with input as _pod({"phase": "probe"}, _user)

test_other_container_allowed if rule.violation == set() with input as _pod({"container": "other"}, _user)

test_windows_allowed if {
	on := object.union(_pod({}, _user), {"pod": object.union(_pod({}, _user).pod, {"windows": true})})
	rule.violation == set() with input as on
}

_key(overrides, reader) := testing.output("keygen", "write", "/keys/id", object.union(
	{"private": true, "tool": "ssh-keygen", "readers": [testing.file_end("app", "read", "/keys/id", reader)]},
	overrides,
))

_as(name, id) := testing.container(name, {"security": {"run_as_user": {"value": id, "certainty": "stated"}}})

_pod_of(list) := testing.pod({"containers": [_as("keygen", 0), _as("app", 1000)], "outputs": list})

test_private_file_of_another_user_denied if {
	{v.msg | some v in rule.violation} == {"container \"app\" (user 1000) cannot read /keys/id, which \"keygen\" (user 0) leaves to its owner alone"} with input as _pod_of([_key({}, {})])
}

test_one_report_for_a_pair_denied if {
	both := [_key({}, {}), _key({"file": "/keys/other", "in": "other"}, {"file": "/keys/other"})]
	count(rule.violation) == 1 with input as _pod_of(both)
}

test_file_that_is_closed_denied if {
	own := testing.file_end("keygen", "write", "/keys/id", {"self": true})
	count(rule.violation) == 1 with input as _pod_of([_key({"op": "chmod", "writers": [own]}, {})])
	rule.violation == set() with input as _pod_of([_key({"op": "chmod"}, {})])
}

test_neighbour_that_may_open_it_is_a_doubt_denied if {
	some v in rule.violation with input as testing.pod({
		"containers": [_as("keygen", 0), _as("app", 1000), testing.container("other", {"seen": {"files": "some"}})],
		"outputs": [_key({"mounts": [testing.file_mount("other", {"seen": "some"})]}, {})],
	})
	v.certainty.doubt
}

test_what_others_may_read_allowed if {
	every overrides in [{"private": false}, {"kind": "hostPath"}, {"op": "remove"}, {"glob": true}, {"exact": false}] {
		rule.violation == set() with input as _pod_of([_key(overrides, {})])
	}
}

test_readers_that_are_let_in_allowed if {
	every reader in [{"self": true}, {"meets": "overlap"}, {"ignorable": true}, {"tool": "test"}, {"phase": "probe"}, {"container": "keygen"}] {
		rule.violation == set() with input as _pod_of([_key({}, reader)])
	}
}

test_mode_or_owner_changed_later_allowed if {
	rule.violation == set() with input as _pod_of([_key({}, {}), _key({"op": "chmod", "private": false}, {})])
	rule.violation == set() with input as _pod_of([_key({"writers": [testing.file_end("other", "write", "/keys/id", {})]}, {})])
}

test_owner_of_the_whole_volume_changed_allowed if {
	rule.violation == set() with input as _pod_of([_key({}, {}), _key({"op": "chmod", "private": false, "in": ".", "dir": true}, {})])
}
