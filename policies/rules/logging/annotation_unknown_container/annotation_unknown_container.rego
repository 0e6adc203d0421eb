# METADATA
# title: Annotation that names an unknown container or volume
# description: |
#   ## What
#   An annotation steers a tool by the name of a container or volume, and the pod has none of that name: backup hooks and
#   volumes of Velero, checks of Datadog, instrumentation by the OpenTelemetry operator, secrets and tokens of the Vault injector, volumes
#   and components of Dapr, volumes of Istio, Consul and the cluster autoscaler, AppArmor profiles. The rule also reports that OpenTelemetry instruments the first
#   container, when no name is given and the first one is a helper.
#
#   ## Why it hurts
#   The tool does nothing for the container that was meant, and mostly says so only in its own log: the database is not frozen
#   before the backup, the check is never loaded, the secret is not mounted, the node cannot be scaled down.
#
#   ## When it is fine
#   The name belongs to a container that an injector adds; podlint knows those of the common injectors. kubectl's own
#   annotation is the business of `default-container-unknown`.
#
#   ## How to fix
#   Write the present name of the container or volume.
#
#   ```yaml
#   metadata:
#     annotations:
#       pre.hook.backup.velero.io/container: postgres
#       instrumentation.opentelemetry.io/container-names: app
#   ```
# related_resources:
#   - ref: https://github.com/vmware-tanzu/velero/issues/4412
#     description: A backup hook whose container is not found
#   - ref: https://github.com/open-telemetry/opentelemetry-operator/issues/618
#     description: Without names the operator instruments the first container
#   - ref: https://github.com/DataDog/documentation/issues/36085
#     description: The name in the annotation must be the container's
# custom:
#   severity: error
#   confidence: certain
#   fix: Let the annotation name a container or volume of the pod.
package podlint.rules.logging.annotation_unknown_container

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("annotation %s names %s %q, which the pod does not have%s", [named.key, named.of, named.name, _hint(named)]),
	"path": named.path,
	"fix": _fix(named),
} if {
	some named in input.pod.references
	named.source == "annotation"
	named.of != "port" # a matter of annotation-unknown-port
	named.found == false
	named.injectable == false
	named.key != "kubectl.kubernetes.io/default-container"
}

violation contains {
	"msg": sprintf("%s instruments the first container %q, a helper; container-names must name %q", [key, first, app.container]),
	"path": array.concat(input.pod.metadata_path, ["annotations", key]),
	"container": first,
	"severity": "warning",
	"certainty": certainty.of([{"certainty": input.pod.who[first].part_certainty}], []),
	"fix": fixes.unsafe(fixes.annotation(
		sprintf("Name %q in the annotation `container-names`.", [app.container]),
		"instrumentation.opentelemetry.io/container-names",
		app.container,
	)),
} if {
	some key, value in input.pod.annotations
	_instruments(key, value)
	first := pods.first
	pods.helper(first)
	app := input.pod.app[0]
}

# It asks for the instrumentation of a language, and no annotation lists the containers for it.
_instruments(key, value) if {
	startswith(key, "instrumentation.opentelemetry.io/inject-")
	not endswith(key, "container-names")
	not value in {"", "false"}
	not input.pod.annotations["instrumentation.opentelemetry.io/container-names"]
	not input.pod.annotations[sprintf("instrumentation.opentelemetry.io/%s-container-names", [trim_prefix(key, "instrumentation.opentelemetry.io/inject-")])]
}

_fix(named) := fixes.of(sprintf("Write `%s`.", [key]), [{"op": "rename", "path": named.path, "key": key}]) if {
	named.nearest != ""
	contains(named.key, named.name)
	key := replace(named.key, named.name, named.nearest)
} else := fixes.nearest(named.path, named.name, named.nearest)

_hint(named) := sprintf("; perhaps %q", [named.nearest]) if {
	named.nearest != ""
} else := sprintf("; perhaps %q", [pods.only_app]) if {
	named.of == "container"
	pods.only_app
} else := ""
