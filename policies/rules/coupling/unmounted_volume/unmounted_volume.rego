# METADATA
# title: Volume that no container mounts
# description: |
#   ## What
#   The pod declares a volume, and none of its containers, init containers or ephemeral containers mounts it.
#
#   ## Why it hurts
#   The kubelet sets up every declared volume before it starts a container. A missing ConfigMap, Secret, claim or CSI driver
#   holds the pod in `ContainerCreating` with `FailedMount`, for the sake of a volume that nobody reads. More often the volume
#   is wanted and the `volumeMounts` entry was forgotten: the program then runs without its settings, its certificate
#   or its socket, and only its own error messages tell.
#
#   ## When it is fine
#   An injector may add the container that mounts the volume. podlint is silent while an injector is switched on for the pod,
#   for the volumes of the Cloud Storage FUSE driver (`gke-gcsfuse-*`), and for the volumes that Istio's `sidecar.istio.io/userVolume`
#   names or replaces. A base that an overlay completes is best linted after rendering.
#
#   ## How to fix
#   Mount the volume in the container that needs it. Remove it when none does.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
#   - ref: https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver/blob/main/docs/sidecar-manual-injection.md
#     description: Volumes that an injected sidecar mounts
# custom:
#   severity: warning
#   confidence: certain
#   fix: Add a `volumeMounts` entry to the container that needs the volume, or remove the volume.
package podlint.rules.coupling.unmounted_volume

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.words

violation contains {
	"msg": sprintf("volume %q (%s) is mounted by no container", [volume.name, volume.kind]),
	"path": volume.path,
	"certainty": certainty.of([], certainty.absent([])),
	"fix": fixes.remove("Remove the volume, or add a `volumeMounts` entry to the container that needs it.", volume.path),
} if {
	some volume in input.pod.volumes
	not volume.mounted_by
	not volume.template
	not words.placeholder(volume.name)
	not _for_injected(volume)
	count(spared) == 0
}

spared contains "a placeholder stands in place of the name of a mounted volume" if {
	some container in input.pod.containers
	some mount in container.mounts
	mount.kind == "unknown" # the pod has no volume of that name
	words.placeholder(mount.volume)
}

_for_injected(_) if count(input.pod.injectors) > 0

_for_injected(volume) if startswith(volume.name, "gke-gcsfuse-")

_for_injected(volume) if contains(input.pod.annotations["sidecar.istio.io/userVolume"], sprintf("%q", [volume.name]))
