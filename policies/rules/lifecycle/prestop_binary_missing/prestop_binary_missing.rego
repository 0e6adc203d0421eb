# METADATA
# title: Hook or probe that needs a program which the image lacks
# description: |
#   ## What
#   A lifecycle hook or an exec probe starts `sh`, `sleep`, `curl` or the like in a container whose image is known to hold
#   nothing but its own program.
#
#   ## Why it hurts
#   The kubelet cannot start the command (`exec: "/bin/sh": stat /bin/sh: no such file or directory`). A preStop hook that fails leaves an event
#   and nothing else, so the drain or the clean-up never happens. A postStart hook or a probe that fails gets the container
#   killed, again and again.
#
#   ## When it is fine
#   Variants with a shell (`-alpine`, `-debug`) have these programs, and podlint is silent for them. It is silent too when a volume is mounted
#   over a directory of programs.
#
#   ## How to fix
#   Kubernetes sleeps by itself from 1.30 on:
#
#   ```yaml
#   lifecycle:
#     preStop:
#       sleep: {seconds: 10}
#   ```
#
#   Otherwise use the image's own program, an `httpGet` handler, or a variant of the image with a shell.
# related_resources:
#   - ref: https://github.com/kubernetes-csi/csi-driver-host-path/issues/175
#     description: A preStop hook of a CSI helper without a shell
#   - ref: https://github.com/linkerd/linkerd2/issues/6723
#     description: A preStop hook of the Linkerd proxy without a shell
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/3960-pod-lifecycle-sleep-action
#     description: The sleep action
# custom:
#   severity: warning
#   confidence: strong
#   fix: Use the `sleep` action, an `httpGet` handler, or a variant of the image that has the program.
package podlint.rules.lifecycle.prestop_binary_missing

violation contains {
	"msg": sprintf("%s of %q starts %s, which the image (%s) does not hold: %s", [
		_names[tool.kind],
		tool.container,
		tool.program,
		tool.known,
		_effects[tool.kind],
	]),
	"path": tool.path,
	"container": tool.container,
} if {
	some tool in input.pod.lifecycle.missing_tools
}

_names := {
	"pre-stop": "preStop",
	"post-start": "postStart",
	"liveness": "livenessProbe",
	"readiness": "readinessProbe",
	"startup": "startupProbe",
}

_effects := {
	"pre-stop": "the hook fails and is skipped",
	"post-start": "the container is killed",
	"liveness": "the container is killed",
	"readiness": "it never becomes ready",
	"startup": "the container is killed",
}
