package podlint.rules.coupling.subpath_never_updates_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.subpath_never_updates as rule

_watch(overrides) := testing.read("reload", "/settings", object.union(
	{"op": "watch", "volume": "settings", "kind": "configMap", "in": ".", "mount": "/settings", "mount_path": ["spec", "containers", 1, "volumeMounts", 0]},
	overrides,
))

_own := {"file": "/etc/app.conf", "in": "app.conf", "mount": "/etc/app.conf", "sub_path": "app.conf"}

_mount(overrides) := testing.mount("settings", "/etc/app.conf", object.union({"kind": "configMap", "sub_path": "app.conf"}, overrides))

_pod(watches, mount, overrides) := object.union(
	{
		"containers": [
			testing.container("app", {"mounts": [mount]}),
			testing.container("reload", {"mounts": [testing.mount("settings", "/settings", {})]}),
		],
		"volumes": [testing.volume("settings", "configMap", {})],
		"handovers": watches,
		"edges": [testing.edge("reload", "app", "config-reload", {})],
	},
	overrides,
)

_found(pod) := {v.msg | some v in rule.violation with input as testing.pod(pod)}

_keeps := {"container \"app\" keeps the old /etc/app.conf (a subPath mount) when \"reload\" sees a change"}

test_app_behind_sub_path_denied if {
	rule.violation == {{
		"msg": "container \"app\" keeps the old /etc/app.conf (a subPath mount) when \"reload\" sees a change",
		"path": ["spec", "containers", 0, "volumeMounts", 0, "subPath"],
		"container": "app",
		"severity": "warning",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
		"related": [{"msg": "\"reload\" watches here", "path": ["spec", "containers", 1, "command", 2]}],
	}} with input as testing.pod(_pod([_watch({})], _mount({}), {}))
}

test_app_told_by_signal_denied if {
	some v in rule.violation with input as testing.pod(_pod([_watch({})], _mount({}), {"edges": [testing.edge("reload", "app", "signal", {})]}))
	v.certainty.doubt == false
}

test_same_file_denied if {
	_found(_pod([_watch({"in": "app.conf"})], _mount({}), {})) == _keeps
	_found(_pod([_watch({"in": "app.conf"})], _mount({"sub_path": "$(NAME)", "sub_path_expr": true}), {})) == _keeps
}

test_pattern_denied if {
	_found(_pod([_watch({"in": "*.conf", "pattern": true})], _mount({}), {})) == _keeps
	_found(_pod([_watch({"in": "*/site", "pattern": true})], _mount({}), {})) == _keeps
	_found(_pod([_watch({"in": "*.yaml", "pattern": true})], _mount({}), {})) == set()
	_found(_pod([_watch({"in": "*.conf"})], _mount({}), {})) == set()
}

test_expression_denied_at_its_field if {
	some v in rule.violation with input as testing.pod(_pod([_watch({})], _mount({"sub_path": "$(NAME)", "sub_path_expr": true}), {}))
	v.path == ["spec", "containers", 0, "volumeMounts", 0, "subPathExpr"]
}

test_two_watches_denied_once if {
	_found(_pod([_watch({}), _watch({"file": "/settings/b", "path": ["spec"]})], _mount({}), {})) == _keeps
	count(rule.violation) == 1 with input as testing.pod(_pod([_watch({}), _watch({"path": ["spec"]})], _mount({}), {}))
}

test_watcher_that_tells_nobody_denied_as_doubt if {
	every edges in [[], [testing.edge("reload", "app", "shared-volume", {})], [testing.edge("app", "reload", "signal", {})], [testing.edge("reload", "other", "signal", {})]] {
		some v in rule.violation with input as testing.pod(_pod([_watch({})], _mount({}), {"edges": edges}))
		v.certainty.doubt == true
		v.certainty.reason == "nothing shows that \"reload\" tells \"app\""
	}
}

test_watcher_behind_sub_path_denied if {
	rule.violation == {{
		"msg": "container \"reload\" watches /etc/app.conf, but a subPath mount of volume \"settings\" never changes",
		"path": ["spec", "containers", 1, "volumeMounts", 0, "subPath"],
		"container": "reload",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
		"related": [{"msg": "it is watched here", "path": ["spec", "containers", 1, "command", 2]}],
	}} with input as testing.pod(_pod([_watch(_own)], testing.mount("other", "/x", {}), {}))
}

test_two_looks_through_one_mount_denied_once if {
	count(rule.violation) == 1 with input as testing.pod(_pod([_watch(_own), _watch(object.union(_own, {"path": ["spec"]}))], testing.mount("other", "/x", {}), {}))
}

_look := {"op": "read", "endless": true}

_signalling(overrides) := {"containers": [
	testing.container("app", {"mounts": [_mount({})]}),
	testing.container("reload", {"signals": [testing.signal("app", overrides)]}),
]}

test_look_again_and_again_of_one_that_signals_denied if {
	_found(_pod([_watch(_look)], _mount({}), _signalling({}))) == _keeps
}

test_look_again_and_again_of_one_that_calls_denied if {
	called := {"connections": [testing.connection("reload", {"purpose": "reload"})]}
	_found(_pod([_watch(_look)], _mount({}), called)) == _keeps
}

test_look_of_one_that_tells_nobody_allowed if {
	_found(_pod([_watch(_look)], _mount({}), {})) == set()
	_found(_pod([_watch(_look)], _mount({}), _signalling({"own": true}))) == set()
	_found(_pod([_watch(_look)], _mount({}), _signalling({"phase": "hook"}))) == set()
	_found(_pod([_watch(_look)], _mount({}), {"connections": [testing.connection("reload", {"purpose": "scrape"})]})) == set()
	_found(_pod([_watch(_look)], _mount({}), {"connections": [testing.connection("app", {"purpose": "reload"})]})) == set()
	_found(_pod([_watch({"op": "read"})], _mount({}), _signalling({}))) == set()
}

test_other_file_allowed if {
	_found(_pod([_watch({"in": "other.conf"})], _mount({}), {})) == set()
}

test_other_volume_allowed if {
	_found(_pod([_watch({})], testing.mount("other", "/etc/app.conf", {"sub_path": "app.conf"}), {})) == set()
	_found(_pod([_watch({"kind": "emptyDir"})], _mount({}), {})) == set()
	_found(_pod([_watch(object.union(_own, {"kind": "emptyDir"}))], _mount({}), {})) == set()
}

test_directory_allowed if {
	_found(_pod([_watch({})], testing.mount("settings", "/etc/app", {}), {})) == set()
}

test_init_container_allowed if {
	_found(_pod([_watch({})], _mount({}), {"containers": [
		testing.init("app", {"mounts": [_mount({})]}),
		testing.container("reload", {}),
	]})) == set()
	_found(_pod([_watch({})], _mount({}), {"who": {"reload": {"class": "init"}}})) == set()
}

test_immutable_source_allowed if {
	_found(_pod([_watch({})], _mount({}), {"volumes": [testing.volume("settings", "configMap", {"immutable": true})]})) == set()
}

test_pod_that_is_replaced_allowed if {
	every key in ["checksum/config", "reloader.stakater.com/auto", "example.org/config-hash"] {
		_found(_pod([_watch({})], _mount({}), {"annotations": {key: "1"}})) == set()
		_found(_pod([_watch({})], _mount({}), {"workload": {"annotations": {key: "1"}}})) == set()
	}
	_found(_pod([_watch({})], _mount({}), {"annotations": {"example.org/checksum": "1"}})) == _keeps
}

test_another_volume_that_cannot_change_denied if {
	other := {"volumes": [testing.volume("settings", "configMap", {}), testing.volume("other", "configMap", {"immutable": true})]}
	_found(_pod([_watch({})], _mount({}), other)) == _keeps
	own := {"volumes": [testing.volume("settings", "configMap", {"immutable": true})]}
	_found(_pod([_watch({})], _mount({}), own)) == set()
}
