# METADATA
# title: Helper that Pod Security admission refuses
# description: |
#   ## What
#   The pod's Namespace enforces a Pod Security level. The app keeps it, one of its helpers or init containers does not.
#
#   ## Why it hurts
#   Admission judges the pod as a whole: `violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container
#   "helper" must set ...)`. The Deployment is accepted, its ReplicaSet cannot make a pod, and the only trace is an event.
#
#   ## When it is fine
#   podlint looks at the level only when the Namespace is among the files that are linted and the pod names it, and reports only
#   helpers beside an app that complies. Injected containers are the injector's affair.
#
#   ## How to fix
#   Give the helper the fields that the level demands, for `restricted`:
#   ```yaml
#   securityContext:
#     runAsNonRoot: true
#     allowPrivilegeEscalation: false
#     capabilities: {drop: [ALL]}
#     seccompProfile: {type: RuntimeDefault}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/
#     description: Pod Security admission
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     description: Pod Security Standards
#   - ref: https://github.com/k8tz/k8tz/issues/105
#     description: An init container that the level refuses
# custom:
#   severity: error
#   confidence: certain
#   fix: Set the fields that the level demands on the helper.
package podlint.rules.security.psa_broken_by_sidecar

violation contains {
	"msg": sprintf(
		"container %q breaks the level %q of namespace %q (%s): no pod is created",
		[broken.container, broken.level, broken.namespace, concat(", ", broken.breaks)],
	),
	"path": broken.path,
	"container": broken.container,
	"related": [{"msg": "the level is enforced here", "path": broken.label_path}],
} if {
	some broken in input.pod.isolation.broken_standards
}
