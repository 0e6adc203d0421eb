package podlint.rules.coupling.content_not_served_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.content_not_served as rule

_at := ["spec", "containers", 0, "volumeMounts", 0]

_server(overrides) := testing.container("web", object.union(
	{
		"role": "web-front",
		"seen": {"files": "all"},
		"mounts": [testing.mount("content", "/srv", {"path": _at})],
		"files": [testing.file("serve", "/www", {"dir": true, "certainty": "known"})],
	},
	overrides,
))

_fill(overrides) := testing.output("sync", "write", "/git", object.union(
	{"volume": "content", "kind": "emptyDir", "in": ".", "certainty": "shown", "path": ["spec", "args"]},
	overrides,
))

_pod(server, fill, role) := testing.pod({
	"containers": [_server(server), testing.container("sync", {"role": role})],
	"outputs": [_fill(fill)],
})

_found(server, fill, role) := found if {
	found := rule.violation with input as _pod(server, fill, role)
}

test_other_directory_denied if {
	{object.remove(v, ["certainty"]) | some v in _found({}, {}, "content-sync")} == {{
		"msg": "container \"web\" serves /www, but \"sync\" fills volume \"content\", which it mounts at /srv",
		"path": _at,
		"container": "web",
		"related": [{"msg": "\"sync\" writes here", "path": ["spec", "args"]}],
	}}
}

test_server_that_is_only_told_of_a_step_lower_denied if {
	some v in _found({"seen": {"files": "told"}}, {}, "content-sync")
	v.certainty.lower == 1
}

test_server_of_the_volume_allowed if {
	_found({"files": [testing.file("serve", "/srv", {"volume": "content"})]}, {}, "content-sync") == set()
}

test_other_use_of_the_volume_allowed if {
	both := [testing.file("serve", "/www", {}), testing.file("read", "/srv/x", {"volume": "content"})]
	_found({"files": both}, {}, "content-sync") == set()
}

test_name_of_the_mount_allowed if {
	_found({"places": [{"file": "/srv/html", "volume": "content"}]}, {}, "content-sync") == set()
}

test_hidden_configuration_allowed if _found({"config_hidden": true}, {}, "content-sync") == set()

test_other_roles_allowed if {
	_found({"role": "unknown"}, {}, "content-sync") == set()
	_found({}, {}, "unknown") == set()
}

test_unknown_directory_allowed if _found({"files": [testing.file("read", "/www", {})]}, {}, "content-sync") == set()

test_other_volume_allowed if _found({"mounts": [testing.mount("other", "/srv", {})]}, {}, "content-sync") == set()

test_claim_allowed if _found({}, {"kind": "persistentVolumeClaim"}, "content-sync") == set()

test_removal_allowed if _found({}, {"op": "remove"}, "content-sync") == set()
