# METADATA
# title: Pod annotation on the workload
# description: |
#   ## What
#   An annotation that tools read on pods (injection, scraping, backup, default container, eviction) stands on the metadata of
#   the Deployment, StatefulSet, DaemonSet, Job or CronJob, and not on its pod template. A CronJob has two templates: that of
#   the Job is the wrong one as well.
#
#   ## Why it hurts
#   Controllers copy nothing but the pod template into their pods. The sidecar is never injected, the metrics are never
#   scraped, the volume is never backed up, and no error appears anywhere.
#
#   ## When it is fine
#   Keys that a controller reads on the workload (Reloader, Keel, Argo CD, Flux, KEDA, the Jaeger operator) are not reported, nor are
#   keys that the template has as well, nor scraping annotations that a Service of the pod carries.
#
#   ## How to fix
#   Move the annotation to the template.
#
#   ```yaml
#   spec:
#     template:
#       metadata:
#         annotations:
#           prometheus.io/scrape: "true"
#   ```
# related_resources:
#   - ref: https://github.com/sourcegraph/deploy-sourcegraph/issues/4047
#     description: Scraping annotations that were moved to the pod template
#   - ref: https://github.com/dapr/dapr/issues/4932
#     description: No sidecar, because the annotations are on the Deployment
#   - ref: https://github.com/hashicorp/vault-helm/issues/335
#     description: The Vault injector reads the pod's annotations only
# custom:
#   severity: warning
#   confidence: certain
#   fix: Move the annotation to `spec.template.metadata.annotations`.
package podlint.rules.logging.annotation_on_workload

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("annotation %s%s on the %s has no effect: it is read on pods and belongs on the pod template", [
		found.key,
		_more(count(others)),
		found.on,
	]),
	"path": found.path,
	"fix": fixes.of("Move the annotation to the pod template.", [_move(moved) |
		some moved in array.concat([found], others)
	]),
} if {
	some i, found in input.pod.workload.for_pods
	found.on_pod == false
	found.on_service == false
	not _switched_off(found)
	others := [other | some j, other in input.pod.workload.for_pods; j > i; _alike(found, other)]
	not _told(i, found)
}

# Nobody scrapes it there either.
_switched_off(found) if {
	found.key == "prometheus.io/scrape"
	found.value == "false"
}

_move(found) := {"op": "move", "from": found.path, "path": array.concat(input.pod.metadata_path, ["annotations", found.key])}

# Annotations of one tool at one place are one mistake, told at the first of them.
_told(i, found) if {
	some j, other in input.pod.workload.for_pods
	j < i
	_alike(found, other)
}

_alike(found, other) if {
	other.on_pod == false
	other.on == found.on
	split(other.key, "/")[0] == split(found.key, "/")[0]
}

_more(0) := ""

_more(n) := sprintf(" (and %d more)", [n]) if n > 0
