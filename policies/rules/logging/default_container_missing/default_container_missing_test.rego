package podlint.rules.logging.default_container_missing_test

import data.podlint.lib.testing
import data.podlint.rules.logging.default_container_missing as rule

_guard := {"part": "helper", "part_certainty": "known", "serves": "always", "role": "auth-proxy"}

_who := {"guard": {"image": "quay.io/guard"}, "app": {"image": "docker.io/app"}, "logs": {"image": "docker.io/busybox"}}

_pod(guard, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("guard", object.union(_guard, guard)), testing.container("app", {"part": "app"})],
		"who": _who,
		"app": [testing.app("app")],
	},
	overrides,
))

test_helper_first_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "kubectl picks the first container \"guard\", a helper; no default-container annotation names \"app\""
	v.path == ["spec", "containers", 0, "name"]
	v.container == "guard"
	v.related == [{"msg": "container \"app\" is the one to name", "path": ["spec", "containers", 1, "name"]}]
	v.certainty.lower == 0
}

test_guessed_helper_is_lowered_denied if {
	some v in rule.violation with input as _pod({"part_certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_app_first_allowed if rule.violation == set() with input as _pod({"part": "app"}, {})

test_named_allowed if {
	every key in ["default-container", "default-logs-container"] {
		rule.violation == set() with input as _pod({}, {"annotations": {sprintf("kubectl.kubernetes.io/%s", [key]): "app"}})
	}
}

test_no_app_allowed if rule.violation == set() with input as _pod({}, {"app": []})

test_waiting_app_allowed if {
	rule.violation == set() with input as _pod({}, {"who": object.union(_who, {"app": {"image": "a", "idle": true}})})
}

test_incomplete_pod_allowed if rule.violation == set() with input as _pod({}, {"who": {"app": {"image": ""}}})

test_agent_without_a_tie_allowed if rule.violation == set() with input as _pod({"serves": "often"}, {})

test_agent_with_a_tie_denied if {
	count(rule.violation) == 1 with input as _pod({"serves": "often"}, {"edges": [testing.edge("guard", "app", "shared-volume", {})]})
}

test_storage_controller_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({"role": "csi"}, {})
	v.certainty.doubt
}

test_helper_of_a_storage_driver_on_the_node_in_doubt if {
	every role in ["csi", "health-bridge"] {
		some v in rule.violation with input as _pod({"role": role}, {"node_agent": true})
		v.certainty.doubt
	}
}

_write(overrides) := testing.file_write("app", "/logs/app.log", object.union({"op": "append", "meets": "same"}, overrides))

_read(name, overrides) := testing.followed(name, "/logs/app.log", object.union({"written": true, "writes": [_write({})]}, overrides))

_streams(reads, app, logs, parts) := testing.pod(object.union(
	{
		"containers": [testing.container("app", object.union({"part": "app"}, app)), testing.container("logs", object.union({"part": "helper"}, logs))],
		"who": _who,
		"app": [testing.app("app")],
		"handovers": reads,
	},
	parts,
))

_streamed(read, app) := _streams([_read("logs", read)], app, {}, {})

_denied(pod) if {
	some v in rule.violation with input as pod
	contains(v.msg, "reaches stdout only in \"logs\"")
}

test_log_in_streamer_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "kubectl logs picks \"app\", whose log reaches stdout only in \"logs\"; no default-container annotation",
		"path": ["spec", "containers", 0, "name"],
		"container": "app",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
		"related": [{"msg": "container \"logs\" is the one to name", "path": ["spec", "containers", 1, "command", 2]}],
	}} with input as _streamed({}, {})
}

test_log_printed_in_a_loop_denied if {
	every tool in ["cat", "tail"] {
		_denied(_streamed({"op": "read", "does": "reads", "endless": true, "tool": tool}, {}))
	}
	not _denied(_streamed({"op": "read", "does": "reads", "endless": true, "tool": "wc"}, {}))
	not _denied(_streamed({"op": "read", "does": "reads", "tool": "cat"}, {}))
	not _denied(_streamed({"op": "serve", "does": "reads", "endless": true, "tool": "cat"}, {}))
}

test_overwritten_and_overlapping_log_denied if {
	_denied(_streamed({"writes": [_write({"op": "write", "meets": "overlap"})]}, {}))
}

test_guessed_log_is_lowered_denied if {
	some v in rule.violation with input as _streamed({"certainty": "guessed"}, {})
	v.certainty.lower == 1
	some w in rule.violation with input as _streamed({"writes": [_write({"certainty": "guessed"})]}, {})
	w.certainty.lower == 1
}

_unseen(overrides) := {"written": false, "writes": [], "mounts": [testing.mounting("app", overrides)]}

test_log_of_an_unknown_program_is_lowered_denied if {
	some v in rule.violation with input as _streamed(_unseen({}), {"opaque": true})
	v.certainty.lower == 1
	v.certainty.reason == "rests on a guess: \"app\" may write /logs/app.log"
}

test_log_that_nobody_can_write_allowed if {
	not _denied(_streamed(_unseen({}), {}))
	not _denied(_streamed(_unseen({"writable": false}), {"opaque": true}))
	not _denied(_streamed(_unseen({"container": "logs"}), {"opaque": true}))
	not _denied(_streamed(object.union(_unseen({}), {"written": true}), {"opaque": true}))
	not _denied(_streamed({"writes": [_write({"op": "remove"})]}, {}))
	not _denied(_streamed({"writes": [_write({"meets": "near"})]}, {}))
	not _denied(_streamed({"writes": [_write({"container": "logs"})]}, {}))
	not _denied(_streamed({"volume": ""}, {}))
}

test_audit_log_allowed if {
	every file in ["/logs/audit.log", "/logs/mysql-SLOW.log", "/logs/gc.log", "/logs/gc-1"] {
		not _denied(_streamed({"file": file}, {}))
	}
	audit := testing.log_of("app", "/logs/app.log", {"purpose": "audit", "volume": "logs", "read_by": ["logs"]})
	not _denied(_streams([_read("logs", {})], {}, {}, {"logs": [audit]}))
	every other in [{"purpose": ""}, {"container": "logs"}, {"volume": "more"}, {"read_by": ["app"]}] {
		_denied(_streams([_read("logs", {})], {}, {}, {"logs": [object.union(audit, other)]}))
	}
}

test_shipped_log_allowed if {
	not _denied(_streams([_read("logs", {})], {}, {"prints": false}, {}))
	not _denied(_streamed({"kept": true}, {}))
}

test_log_on_stdout_as_well_allowed if not _denied(_streamed({}, {"stdout": true}))

test_log_of_a_helper_allowed if not _denied(_streamed({}, {"part": "helper"}))

test_log_of_another_allowed if not _denied(_streams([_read("app", {"writes": [_write({"container": "logs"})]})], {}, {}, {}))

test_own_log_allowed if not _denied(_streams([_read("app", {})], {}, {}, {}))

test_named_allowed if {
	not _denied(_streams([_read("logs", {})], {}, {}, {"annotations": {"kubectl.kubernetes.io/default-container": "logs"}}))
	not _denied(_streams([_read("logs", {})], {}, {}, {"who": object.union(_who, {"logs": {"image": ""}})}))
}

test_streamer_that_ends_first_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.sidecar("logs", {}), testing.container("app", {"part": "app"}), testing.container("other", {})],
		"who": _who,
		"handovers": [_read("logs", {})],
	})
}

test_only_the_first_streamer_denied if {
	{v.msg | some v in rule.violation} == {"kubectl logs picks \"app\", whose log reaches stdout only in \"logs\"; no default-container annotation"} with input as testing.pod({
		"containers": [testing.container("app", {"part": "app"}), testing.container("logs", {}), testing.container("more", {})],
		"who": object.union(_who, {"more": {"image": "busybox"}}),
		"handovers": [_read("logs", {}), _read("more", {})],
	})
}

_renamed(first, second) := testing.pod({
	"containers": [testing.container(first, _guard), testing.container(second, {"part": "app"})],
	"who": {first: {"image": "quay.io/guard"}, second: {"image": "docker.io/app"}},
	"app": [testing.app(second)],
})

test_names_that_say_the_contrary_leave_a_doubt if {
	every pair in [["app", "web"], ["application", "web"], ["main", "web"], ["web", "my-sidecar"], ["web", "helper"]] {
		some v in rule.violation with input as _renamed(pair[0], pair[1])
		v.certainty.doubt
	}
	some v in rule.violation with input as _renamed("web", "front")
	not v.certainty.doubt
}
