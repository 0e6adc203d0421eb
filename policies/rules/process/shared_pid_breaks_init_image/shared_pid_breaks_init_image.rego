# METADATA
# title: Init that cannot be process 1
# description: |
#   ## What
#   The pod shares its process namespace, or uses the node's, and a container's image starts with an init that insists on being
#   process 1: s6-overlay, systemd, runit.
#
#   ## Why it hurts
#   Process 1 is the pause process then. The init gives up (`s6-overlay-suexec: fatal: can only run as pid 1`), and the container
#   crash-loops although nothing is wrong with it.
#
#   ## When it is fine
#   When the manifest starts another program than the image's init; podlint is silent then.
#
#   ## How to fix
#   Do not share the process namespace, or take an image without such an init.
#
#   ```yaml
#   spec:
#     shareProcessNamespace: false
#   ```
# related_resources:
#   - ref: https://github.com/just-containers/s6-overlay/issues/530
#     description: s6-overlay in a shared process namespace
#   - ref: https://github.com/just-containers/s6-overlay/issues/630
#     description: Why it must be process 1
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: Sharing the process namespace of a pod
# custom:
#   severity: error
#   confidence: strong
#   fix: Remove the shared namespace, or take an image whose program needs no init of its own.
package podlint.rules.process.shared_pid_breaks_init_image

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("the init of %q (%s) must be process 1, which it is not with %s", [container.name, container.image.repository, field]),
	"path": container.image.path,
	"container": container.name,
	"certainty": certainty.of([_image(container)], []),
	"related": [{"msg": "this makes another process the first", "path": array.concat(input.pod.path, [field])}],
} if {
	some container in input.pod.containers
	container.image.needs_pid1 == true
	container.overrides_entrypoint == false
	field := _field
}

_image(container) := {"certainty": input.pod.who[container.name].known_certainty, "text": container.image.repository}

_field := "hostPID" if {
	input.pod.host_pid
} else := "shareProcessNamespace" if {
	input.pod.share_process_namespace
}
