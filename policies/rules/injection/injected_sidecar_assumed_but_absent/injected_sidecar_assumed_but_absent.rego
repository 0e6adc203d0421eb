# METADATA
# title: Use of an injected container that nobody injects
# description: |
#   ## What
#   A container uses what only an injected container provides, and nothing switches the injection on for the pod: a Cloud Storage
#   FUSE volume without its sidecar, files under `/vault/secrets`, Dapr's API or a mesh proxy's admin port on localhost.
#
#   ## Why it hurts
#   The volume is never mounted (`failed to find the sidecar container in Pod spec`), the file is not there, the connection is
#   refused. The pod hangs in `ContainerCreating` or fails in a part of the program that no test covers.
#
#   ## When it is fine
#   A mesh may be switched on by a label of the namespace that is not among the files: then this is advice. So it is when a
#   neighbour of which nothing is known might answer. A container of the injector that the manifest carries itself, and calls whose
#   failure the script tolerates, are left alone.
#
#   ## How to fix
#   Switch the injection on, in the pod template's own metadata:
#   ```yaml
#   template:
#     metadata:
#       annotations:
#         gke-gcsfuse/volumes: "true"
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver/blob/main/docs/troubleshooting.md
#     description: Cloud Storage FUSE without its sidecar
#   - ref: https://github.com/dapr/dapr/issues/4932
#     description: Dapr's port without Dapr
#   - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
#     description: What switches the Vault agent on
# custom:
#   severity: error
#   confidence: strong
#   fix: Add the annotation that switches the injection on.
package podlint.rules.injection.injected_sidecar_assumed_but_absent

violation contains {
	"msg": sprintf("container %q uses %s, which %s provides%s", [use.container, use.uses, use.injector, _missing(use)]),
	"path": use.path,
	"container": use.container,
	"severity": _severity(use),
} if {
	some use in input.pod.injection.assumed
}

_missing(use) := ", but the pod switches that off" if use.off

_missing(use) := sprintf(", but the pod does not carry %s", [use.switch]) if not use.off

_severity(use) := "error" if not _doubtful(use)

_severity(use) := "info" if _doubtful(use)

_doubtful(use) if {
	use.namespace
	not use.off
}

# A bucket needs its sidecar, whoever the neighbours are.
_doubtful(use) if {
	count(use.opaque) > 0
	not startswith(use.uses, "volume ")
}
