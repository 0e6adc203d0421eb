package podlint.rules.logging.annotation_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.logging.annotation_unknown_container as rule

_key := "pre.hook.backup.velero.io/container"

_named(overrides) := _beside(overrides, "app")

_beside(overrides, other) := testing.pod({
	"containers": [testing.container("db", {"part": "app"}), testing.container("exporter", {"part": other})],
	"references": [testing.reference("pg", object.union({"key": _key, "path": ["metadata", "annotations", _key]}, overrides))],
})

_messages(made) := {v.msg | some v in found} if {
	found := rule.violation with input as made
}

test_unknown_container_denied if {
	{{"msg": v.msg, "path": v.path} | some v in rule.violation} == {{
		"msg": "annotation pre.hook.backup.velero.io/container names container \"pg\", which the pod does not have",
		"path": ["metadata", "annotations", _key],
	}} with input as _named({})
}

test_nearest_volume_denied if {
	found := _messages(_named({"key": "backup.velero.io/backup-volumes", "of": "volume", "name": "date", "nearest": "data"}))
	found == {"annotation backup.velero.io/backup-volumes names volume \"date\", which the pod does not have; perhaps \"data\""}
}

test_only_app_denied if {
	found := _messages(_beside({}, "helper"))
	found == {"annotation pre.hook.backup.velero.io/container names container \"pg\", which the pod does not have; perhaps \"db\""}
}

test_container_that_is_there_allowed if _messages(_named({"found": true})) == set()

test_container_of_an_injector_allowed if _messages(_named({"injectable": true})) == set()

test_port_left_to_another_rule if _messages(_named({"of": "port"})) == set()

test_autoscaler_allowed if _messages(_named({"source": "autoscaler"})) == set()

test_default_container_allowed if _messages(_named({"key": "kubectl.kubernetes.io/default-container"})) == set()

_java := "instrumentation.opentelemetry.io/inject-java"

_instrumented(annotations, first) := testing.pod({
	"annotations": annotations,
	"containers": [testing.container("envoy", first), testing.container("app", {"part": "app"})],
	"app": [{"container": "app", "reason": "", "certainty": "guessed"}],
})

test_helper_instrumented_denied if {
	some v in rule.violation with input as _instrumented({_java: "true"}, {"part": "helper", "part_certainty": "known"})
	v.msg == "instrumentation.opentelemetry.io/inject-java instruments the first container \"envoy\", a helper; container-names must name \"app\""
	v.path == ["metadata", "annotations", _java]
	v.container == "envoy"
	v.severity == "warning"
}

test_app_instrumented_allowed if _messages(_instrumented({_java: "true"}, {"part": "app"})) == set()

test_instrumentation_switched_off_allowed if _messages(_instrumented({_java: "false"}, {"part": "helper"})) == set()

test_containers_listed_allowed if {
	listed := {_java: "true", "instrumentation.opentelemetry.io/container-names": "app"}
	_messages(_instrumented(listed, {"part": "helper"})) == set()
}

test_containers_of_the_language_listed_allowed if {
	listed := {_java: "true", "instrumentation.opentelemetry.io/java-container-names": "app"}
	_messages(_instrumented(listed, {"part": "helper"})) == set()
}
