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

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains {
	"msg": "Consul injects into this pod, but no Service among the files selects it: its init container waits for one",
	"path": _at("connect-inject"),
	"certainty": certainty.of([], certainty.absent([])),
} if {
	some injector in input.pod.injectors
	injector.id == "consul"
	input.pod.runs == "always"
	count(input.pod.labels) > 0
	input.related.service_seen == true
	count(object.get(input.related, "services", [])) == 0
}

violation contains {
	"msg": sprintf("the annotations name %d services and %d ports: Consul's injection wants as many of each", [services, ports]),
	"path": _at("connect-service-port"),
} if {
	some injector in input.pod.injectors
	injector.id == "consul"
	services := _entries("connect-service")
	ports := _entries("connect-service-port")
	services != ports
}

_entries(key) := count(split(list, ",")) if {
	list := input.pod.annotations[_key(key)]
	not words.placeholder(list)
}

_at(key) := array.concat(input.pod.metadata_path, ["annotations", _key(key)])

_key(key) := sprintf("consul.hashicorp.com/%s", [key])
