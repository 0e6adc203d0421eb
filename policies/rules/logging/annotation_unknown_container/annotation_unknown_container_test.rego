package podlint.rules.logging.annotation_unknown_container_test

import data.podlint.lib.testing
import data.podlint.rules.logging.annotation_unknown_container as rule

_found(overrides) := object.union(
	{
		"key": "pre.hook.backup.velero.io/container",
		"name": "pg",
		"kind": "container",
		"kubectl": false,
		"path": ["metadata", "annotations", "pre.hook.backup.velero.io/container"],
	},
	overrides,
)

_pod(list) := testing.pod({"logging": {"unmatched": list}})

test_unknown_container_denied if {
	rule.violation == {{
		"msg": "annotation pre.hook.backup.velero.io/container names container \"pg\", which the pod does not have",
		"path": ["metadata", "annotations", "pre.hook.backup.velero.io/container"],
	}} with input as _pod([_found({})])
}

test_unknown_volume_denied if {
	some v in rule.violation with input as _pod([_found({"key": "backup.velero.io/backup-volumes", "kind": "volume", "name": "date", "nearest": "data"})])
	v.msg == "annotation backup.velero.io/backup-volumes names volume \"date\", which the pod does not have; perhaps \"data\""
}

test_helper_instrumented_denied if {
	rule.violation == {{
		"msg": "instrumentation.opentelemetry.io/inject-java instruments the first container \"envoy\", a helper; container-names must name \"app\"",
		"path": ["metadata", "annotations", "instrumentation.opentelemetry.io/inject-java"],
		"container": "envoy",
		"severity": "warning",
	}} with input as testing.pod({"logging": {"instrumented": [{
		"key": "instrumentation.opentelemetry.io/inject-java",
		"container": "envoy",
		"wanted": "app",
		"path": ["metadata", "annotations", "instrumentation.opentelemetry.io/inject-java"],
	}]}})
}

test_default_container_allowed if {
	rule.violation == set() with input as _pod([_found({"kubectl": true})])
}

test_nothing_named_allowed if {
	rule.violation == set() with input as testing.pod({})
}
