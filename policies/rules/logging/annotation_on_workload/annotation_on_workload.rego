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

violation contains {
	"msg": sprintf("annotation %s%s on the %s has no effect: it is read on pods and belongs on the pod template", [
		found.key,
		_more(found),
		found.on,
	]),
	"path": found.path,
} if {
	some found in input.pod.logging.misplaced
	not found.on_service
}

_more(found) := "" if found.more == 0

_more(found) := sprintf(" (and %d more)", [found.more]) if found.more > 0
