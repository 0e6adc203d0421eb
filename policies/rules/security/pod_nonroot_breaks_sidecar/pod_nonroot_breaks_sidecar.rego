# METADATA
# title: Pod-wide user that a container cannot work with
# description: |
#   ## What
#   The pod forbids root (`runAsNonRoot: true` without a `runAsUser`), and the image of one container runs as root, or as a user
#   that is only a name. Or the pod sets another user, and a container does what only root can: `chown`, installing packages,
#   `sysctl -w`.
#
#   ## Why it hurts
#   In the first case the kubelet does not start the container: `CreateContainerConfigError: container has runAsNonRoot and image
#   will run as root`, or `image has non-numeric user`. In the second the command ends with `Operation not permitted`, and an init
#   container with it, so that the pod never starts. Both appear when an app is hardened and its helpers are forgotten.
#
#   ## When it is fine
#   A container with its own `runAsUser` and an image made for it (`nginxinc/nginx-unprivileged`) are left alone; so are images of
#   which podlint does not know the user, commands whose failure the script tolerates, and a change of owner to the very user that
#   runs. Binding a port below 1024 is advice, as newer container runtimes allow it.
#
#   ## How to fix
#   Give the container a user of its own that its image can work with:
#   ```yaml
#   containers:
#     - name: web
#       image: nginxinc/nginx-unprivileged:1.27.3
#       securityContext: {runAsUser: 101}
#   ```
# related_resources:
#   - ref: https://github.com/hashicorp/consul-k8s/issues/347
#     description: A helper that runs as root in a pod that forbids it
#   - ref: https://github.com/openservicemesh/osm/issues/4388
#     description: The same with an injected container
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: Security contexts
# custom:
#   severity: error
#   confidence: strong
#   fix: Set `runAsUser` on the container, or take an image that runs without root.
package podlint.rules.security.pod_nonroot_breaks_sidecar

violation contains {
	"msg": sprintf("container %q cannot start: the pod sets runAsNonRoot, its image %s", [image.container, _user(image)]),
	"path": image.path,
	"container": image.container,
	"related": [{"msg": "the pod forbids root here", "path": image.pod_path}],
} if {
	some image in input.pod.isolation.root_images
}

violation contains {
	"msg": sprintf("container %q runs as user %d, but %s", [work.container, work.uid, _fails(work)]),
	"path": work.path,
	"container": work.container,
	"severity": _severity(work),
	"related": [{"msg": "the user is set here", "path": work.user_path}],
} if {
	some work in input.pod.isolation.root_work
}

_user(image) := "runs as root" if not image.user_name

_user(image) := sprintf("runs as %q, which is no number", [image.user_name]) if image.user_name

_fails(work) := sprintf("binds port %s, which older runtimes leave to root", [work.text]) if work.does == "port"

_fails(work) := sprintf("%q needs root: %s", [work.does, work.text]) if work.does != "port"

_severity(work) := "info" if work.does == "port"

_severity(work) := "warning" if work.does != "port"
