package podlint.rules.logging.log_agent_state_volatile_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_agent_state_volatile as rule

_positions(overrides) := testing.file("write", "/pos/app.pos", object.union({"positions": true, "origin": "config", "path": ["s"]}, overrides))

_logs(overrides) := testing.followed("agent", "/logs/app.log", object.union({"whole": true, "kind": "emptyDir", "origin": "config", "path": ["i"]}, overrides))

_agent(files, read, overrides) := testing.pod({
	"containers": [
		testing.container("app", {}),
		testing.container("agent", object.union({"known": "fluentd", "files": files, "mounts": _mounts(files)}, overrides)),
	],
	"handovers": [read],
})

_mounts(files) := [testing.mount(file.volume, "/pos", {"kind": file.kind}) | some file in files; file.volume]

_found(all, overrides) := found if {
	files := array.slice(all, 0, count(all) - 1)
	found := rule.violation with input as _agent(files, all[count(all) - 1], overrides)
}

_volume(kind) := {"volume": "pos", "kind": kind}

test_positions_on_the_own_file_system_denied if {
	some v in _found([_positions({}), _logs({})], {})
	v.msg == "\"agent\" keeps its positions in /pos/app.pos, on its own file system, but reads /logs/app.log of volume \"logs\": each restart sends it again"
	v.path == ["s"]
	v.container == "agent"
	v.related == [{"msg": "what it reads again is named here", "path": ["i"]}]
	v.certainty.lower == 0
	not v.severity
}

test_positions_of_the_pod_and_logs_of_the_node_denied if {
	every kind in ["emptyDir", "ephemeral"] {
		some v in _found([_positions(_volume(kind)), _logs({"kind": "hostPath"})], {})
		endswith(v.msg, sprintf("on %s \"pos\", but reads /logs/app.log of the node: each new pod sends it again", [kind]))
	}
}

test_logs_on_a_claim_denied if count(_found([_positions(_volume("emptyDir")), _logs({"kind": "persistentVolumeClaim"})], {})) == 1

test_default_of_the_image_denied if {
	some v in _found([_positions({"origin": "image", "certainty": "known"}), _logs({})], {"known": "filebeat"})
	v.certainty.confidence == "strong"
}

test_other_agents_are_advised_denied if {
	every known in [{"known": "promtail"}, {"known": ""}] {
		some v in _found([_positions({}), _logs({})], known)
		v.severity == "info"
	}
}

test_a_guess_lowers_denied if {
	some v in _found([_positions({"certainty": "guessed"}), _logs({})], {})
	v.certainty.lower == 1
}

test_setting_before_the_default_allowed if {
	_found([_positions({"origin": "image"}), _positions(_volume("emptyDir")), _logs({})], {}) == set()
}

test_positions_that_live_as_long_allowed if {
	_found([_positions(_volume("emptyDir")), _logs({})], {}) == set()
	_found([_positions(_volume("hostPath")), _logs({"kind": "hostPath"})], {}) == set()
	_found([_positions(_volume("csi")), _logs({"kind": "hostPath"})], {}) == set()
	_found([_positions(_volume("emptyDir")), _logs({"kind": "csi"})], {}) == set()
}

test_start_at_the_end_allowed if _found([_positions({}), _logs({"whole": false})], {}) == set()

test_own_logs_allowed if _found([_positions({}), _logs({"volume": "", "kind": ""})], {}) == set()

test_nothing_followed_allowed if _found([_positions({}), _logs({"op": "read"})], {}) == set()

test_no_positions_allowed if _found([_positions({"positions": false}), _logs({})], {}) == set()

test_relative_place_allowed if _found([_positions({"file": "data"}), _logs({})], {}) == set()

test_init_container_allowed if _found([_positions({}), _logs({})], {"class": "init", "running": false}) == set()

test_single_container_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.container("agent", {"known": "fluentd", "files": [_positions({})]})],
		"handovers": [_logs({})],
	})
}

test_logs_of_another_allowed if _found([_positions({}), _logs({"container": "app"})], {}) == set()
