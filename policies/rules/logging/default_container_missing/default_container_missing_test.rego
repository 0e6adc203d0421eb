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

_streamed(log, app) := testing.pod({
	"containers": [testing.container("app", object.union({"part": "app"}, app)), testing.container("logs", {"part": "helper"})],
	"who": _who,
	"app": [testing.app("app")],
	"log_streams": [testing.log_stream("app", "logs", log)],
})

test_log_in_streamer_denied if {
	some v in rule.violation with input as _streamed({}, {})
	v.msg == "kubectl logs picks \"app\", whose log reaches stdout only in \"logs\"; no default-container annotation"
	v.path == ["spec", "containers", 0, "name"]
	v.related == [{"msg": "container \"logs\" is the one to name", "path": ["spec", "containers", 1, "command", 2]}]
	v.certainty.lower == 0
}

test_guessed_log_is_lowered_denied if {
	some v in rule.violation with input as _streamed({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_audit_log_allowed if rule.violation == set() with input as _streamed({"aside": true}, {})

test_shipped_log_allowed if rule.violation == set() with input as _streamed({"printed": false}, {})

test_log_on_stdout_as_well_allowed if rule.violation == set() with input as _streamed({}, {"stdout": true})

test_log_of_another_allowed if rule.violation == set() with input as _streamed({"from": "logs", "to": "app"}, {})

test_streamer_that_ends_first_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.sidecar("logs", {}), testing.container("app", {"part": "app"}), testing.container("other", {})],
		"who": _who,
		"log_streams": [testing.log_stream("app", "logs", {})],
	})
}

test_only_the_first_streamer_denied if {
	count(rule.violation) == 1 with input as testing.pod({
		"containers": [testing.container("app", {"part": "app"}), testing.container("logs", {}), testing.container("more", {})],
		"who": object.union(_who, {"more": {"image": "busybox"}}),
		"log_streams": [testing.log_stream("app", "logs", {}), testing.log_stream("app", "more", {})],
	})
}
