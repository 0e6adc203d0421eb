# METADATA
# title: Annotation that names an unknown container or volume
# description: |
#   ## What
#   An annotation steers a tool by the name of a container or volume, and the pod has none of that name: backup hooks and
#   volumes of Velero, checks of Datadog, instrumentation by the OpenTelemetry operator, secrets of the Vault injector, volumes
#   of Dapr and of the cluster autoscaler, AppArmor profiles. The rule also reports that OpenTelemetry instruments the first
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

violation contains {
	"msg": sprintf("annotation %s names %s %q, which the pod does not have%s", [found.key, found.kind, found.name, _hint(found)]),
	"path": found.path,
} if {
	some found in input.pod.logging.unmatched
	not found.kubectl
}

violation contains {
	"msg": sprintf("%s instruments the first container %q, a helper; container-names must name %q", [
		found.key,
		found.container,
		found.wanted,
	]),
	"path": found.path,
	"container": found.container,
	"severity": "warning",
} if {
	some found in input.pod.logging.instrumented
}

_hint(found) := sprintf("; perhaps %q", [found.nearest]) if found.nearest

_hint(found) := "" if not found.nearest
