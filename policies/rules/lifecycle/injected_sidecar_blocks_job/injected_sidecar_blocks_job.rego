# METADATA
# title: Injected helper that keeps a Job from completing
# description: |
#   ## What
#   An annotation or label makes a webhook add a container to a pod that runs to completion: a mesh proxy, a secrets agent, a
#   telemetry collector. It goes on for ever, and the manifest does not even show it.
#
#   ## Why it hurts
#   The pod completes only when all its regular containers have ended. The work is done, the injected container is not: the Job
#   stays active, Helm hooks time out, a CronJob with `concurrencyPolicy: Forbid` never runs again.
#
#   ## When it is fine
#   Newer platforms inject native sidecars, which end with the work: Istio 1.27 on nodes with Kubernetes 1.33, recent Linkerd, the
#   Cloud Storage FUSE driver. podlint takes the target version into account, and without one only gives advice for these. Where
#   the helper can be told to leave and the work is not in sight, it is a doubt. A script
#   that calls the helper's quit endpoint, and settings by which the helper leaves, are fine too.
#
#   ## How to fix
#   Vault's agent can leave after it has written the secrets:
#
#   ```yaml
#   annotations:
#     vault.hashicorp.com/agent-inject: "true"
#     vault.hashicorp.com/agent-pre-populate-only: "true"
#   ```
#
#   For a mesh choose native sidecars, call the proxy's quit endpoint at the end of the work, or switch the injection off
#   for this Job, which takes its traffic out of the mesh.
# related_resources:
#   - ref: https://github.com/hashicorp/vault-k8s/issues/133
#     description: The Vault agent keeps Jobs from completing
#   - ref: https://github.com/dapr/dapr/issues/5006
#     description: The Dapr sidecar keeps Jobs from completing
#   - ref: https://github.com/istio/istio/issues/56428
#     description: Istio chooses native sidecars by itself
#   - ref: https://github.com/linkerd/linkerd2/issues/15267
#     description: Linkerd makes native sidecars the default
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the injector add a native sidecar or one that leaves by itself, or call the helper's quit endpoint when the work is done.
package podlint.rules.lifecycle.injected_sidecar_blocks_job

import data.podlint.lib.certainty
import data.podlint.lib.jobs

violation contains object.union(_severity(injector), {
	"msg": sprintf("%s adds %q, which never ends, so the pod does not complete when %q is done", [injector.switch, name, work]),
	"path": injector.path,
	"certainty": certainty.of([{"certainty": helper.known_certainty}], certainty.absent(jobs.callers(name, work))),
}) if {
	input.pod.runs == "to-completion"
	some name, helper in input.pod.who
	helper.class == "injected"
	helper.injected_as == "regular"
	not input.pod.managed
	some injector in input.pod.injectors
	injector.id == helper.known
	injector.ends == false
	injector.native == false
	work := jobs.work
	not jobs.stopped(name)
}

# Newer clusters get a native sidecar from it, and nobody says which version the cluster has.
_severity(injector) := {"severity": "info"} if {
	injector.native_from != ""
	not input.target.minor
} else := {}
