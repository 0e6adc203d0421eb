# METADATA
# title: Service port that no container serves
# description: |
#   ## What
#   A Service selects the pod, and its `targetPort` is a name that no container gives to a port, or a number on which no container
#   listens.
#
#   ## Why it hurts
#   A name that does not exist yields no endpoint at all: the Service exists, resolves, and refuses every connection. A wrong number yields
#   endpoints that refuse every connection.
#
#   ## When it is fine
#   `ports` is informational, a program may listen on ports that it does not declare. A number is therefore reported only where every
#   container shows its ports and neither a flag nor a variable nor a probe speaks of the number. podlint is silent about
#   numbers of headless Services, which are placeholders, beside injectors, and for a Service that selects several workloads.
#
#   ## How to fix
#   Use the name or the number of a declared port.
#
#   ```yaml
#   kind: Service
#   spec:
#     ports:
#       - port: 80
#         targetPort: http # the name of a containerPort
#   ```
# related_resources:
#   - ref: https://github.com/perses/perses-operator/issues/342
#     description: A Service to a port that the manager does not serve
#   - ref: https://github.com/oauth2-proxy/manifests/issues/86
#     description: A targetPort that the pod does not have
# custom:
#   severity: error
#   confidence: strong
#   fix: Use the name or the number of a port that a container serves.
package podlint.rules.network.service_targetport_no_container

violation contains {
	"msg": sprintf("service %q targets port name %q, %s: it gets no endpoints", [target.service, target.name, _found(target)]),
	"path": target.path,
} if {
	some target in input.pod.network.dead_targets
	target.name
}

violation contains {
	"msg": sprintf("service %q targets port %d, on which no container of %s %q listens", [
		target.service,
		target.target,
		input.pod.workload.kind,
		input.pod.workload.name,
	]),
	"path": target.path,
	"severity": _severity(target),
} if {
	some target in input.pod.network.dead_targets
	target.target
}

_severity(target) := "error" if {
	target.known
} else := "warning"

_found(target) := sprintf("which is declared as %s, not %s", [target.other_protocol, target.protocol]) if {
	target.other_protocol
} else := sprintf("but the containers only name %s", [concat(", ", target.names)]) if {
	count(target.names) in {1, 2, 3}
} else := "which no container declares"
