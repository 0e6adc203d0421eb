# METADATA
# title: Image from a retired place
# description: |
#   ## What
#   A container of the pod runs an image that its project has taken away, frozen or given up: `gcr.io/kubebuilder/kube-rbac-proxy`,
#   `k8s.gcr.io`, `quay.io/k8scsi`, Bitnami's versioned tags, the Cloud SQL proxy's first generation, and others.
#
#   ## Why it hurts
#   An image that is gone works for as long as a node has it in its cache. The next node, months after the deployment, ends in
#   `ImagePullBackOff`, and one helper keeps the whole pod down. A frozen place still hands out what it has, without one fix more.
#
#   ## When it is fine
#   A private mirror that keeps the name under its own host is not reported. An image that is frozen but can still be pulled is a warning,
#   not an error.
#
#   ## How to fix
#   Take the image from its new place; look the tag up there first:
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       image: quay.io/brancz/kube-rbac-proxy:v0.18.1
#   ```
#   `k8s.gcr.io` can be replaced by `registry.k8s.io` as it stands. `gcr.io/cloudsql-docker/gce-proxy` has a successor with other
#   flags: follow its migration guide.
# related_resources:
#   - ref: https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/
#     description: k8s.gcr.io is frozen
#   - ref: https://github.com/kubero-dev/kubero/issues/735
#     description: gcr.io/kubebuilder/kube-rbac-proxy cannot be pulled
#   - ref: https://github.com/bitnami/charts/issues/35164
#     description: Bitnami's versioned images move to bitnamilegacy
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/1769
#     description: From the first Cloud SQL proxy to the second
# custom:
#   severity: error
#   confidence: strong
#   fix: Take the image from the place that replaced it.
package podlint.rules.images.sidecar_image_retired

import data.podlint.lib.pods
import data.podlint.lib.words

violation contains {
	"msg": sprintf("image %s of %q can no longer be pulled%s", [words.short(container.image.reference, 48), container.name, _instead(retired)]),
	"path": container.image.path,
	"container": container.name,
	"severity": "error",
} if {
	some container in input.pod.containers
	retired := container.image.retired
	retired.gone == true
	pods.several
}

violation contains {
	"msg": sprintf("image %s of %q is retired%s", [words.short(container.image.reference, 48), container.name, _instead(retired)]),
	"path": container.image.path,
	"container": container.name,
	"severity": "warning",
} if {
	some container in input.pod.containers
	retired := container.image.retired
	retired.gone == false
	pods.several
}

# What is to be said fits a line, or its reason is left out.
_instead(retired) := whole if {
	whole := sprintf(": use %s (%s)", [retired.instead, retired.reason])
	count(whole) <= 60
} else := sprintf(": use %s", [retired.instead])
