# METADATA
# title: Consul injection without what it registers
# description: |
#   ## What
#   Consul's injection is switched on for the pod, and no Service of the set selects it; or its annotations name more services than
#   ports, or fewer.
#
#   ## Why it hurts
#   Consul registers the pod by the Kubernetes Service that selects it. Without one the init container waits and the pod never
#   starts; with lists of different length the injection is refused.
#
#   ## When it is fine
#   The Service may lie outside the files. podlint looks only when the files hold Services at all, and not at Jobs.
#
#   ## How to fix
#   Add a Service that selects the pod:
#   ```yaml
#   apiVersion: v1
#   kind: Service
#   metadata: {name: web}
#   spec:
#     selector: {app: web}
#     ports: [{port: 80, targetPort: 8080}]
#   ```
# related_resources:
#   - ref: https://developer.hashicorp.com/consul/docs/k8s/annotations-and-labels
#     description: Annotations of Consul's injection
#   - ref: https://github.com/hashicorp/consul-k8s/issues/3919
#     description: Containers that Consul injects
# custom:
#   severity: info
#   confidence: strong
#   fix: Add a Service that selects the pod, and name one port for each service.
package podlint.rules.injection.consul_service_missing

violation contains {
	"msg": "Consul injects into this pod, but no Service among the files selects it: its init container waits for one",
	"path": fault.path,
} if {
	some fault in input.pod.injection.consul
	fault.kind == "service"
}

violation contains {
	"msg": sprintf("the annotations name %d services and %d ports: Consul's injection wants as many of each", [fault.names, fault.ports]),
	"path": fault.path,
} if {
	some fault in input.pod.injection.consul
	fault.kind == "lists"
}
