# METADATA
# title: Port variable that Kubernetes fills with a URL
# description: |
#   ## What
#   A program reads a variable such as `REDIS_PORT` as a port. The manifest does not set it, but a Service of that name does: Kubernetes
#   gives every container of the namespace `REDIS_PORT=tcp://10.96.0.7:6379`.
#
#   ## Why it hurts
#   The default in the program or script never counts, and a URL is no port: the client refuses it, the server does not start. It works
#   until the Service is there, and fails at the next restart.
#
#   ## When it is fine
#   The script means the URL, or takes a part of it. podlint is silent where the manifest or the script sets the variable, where
#   `enableServiceLinks` is false, and about Services without an address of their own.
#
#   ## How to fix
#   Set the variable, or do without the links:
#   ```yaml
#   spec:
#     enableServiceLinks: false
#     containers:
#       - name: warm
#         env: [{name: REDIS_PORT, value: "6379"}]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
#     description: Variables that Services bring about
#   - ref: https://github.com/bitnami/charts/pull/2828
#     description: A chart that switches the links off
#   - ref: https://github.com/RedisLabs/redislabs-docs/issues/676
#     description: A program that takes the URL for its port
# custom:
#   severity: warning
#   confidence: strong
#   fix: Set the variable in the container's env, or enableServiceLinks to false.
package podlint.rules.network.service_link_in_port_variable

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q reads %s, which Service %q sets to tcp://ADDRESS:%d", [c.name, link.variable, link.service, link.port]),
	"path": link.path,
	"container": c.name,
	"certainty": certainty.of(array.concat([link], array.concat(_meant(link), _aside(link))), []),
} if {
	some c in input.pod.containers
	some link in c.service_links
	link.form == "url"
	endswith(link.variable, "_PORT")
}

# As a port: a number stands in its place, an option for a port or a colon before it, or the program takes it for one.
_meant(link) := [] if {
	link.origin == "image"
} else := [] if {
	regex.match(sprintf(`%s:?-["']?[0-9]`, [link.variable]), link.text)
} else := [] if {
	regex.match(sprintf(`(:|-p[= ]*|-port[= ]*)["']?\$[{(]?%s\b`, [link.variable]), link.text)
} else := [{"certainty": "guessed", "reason": "the variable may be meant as it is"}]

# One of a sibling folder need not be in the same namespace.
_aside(link) := [{"certainty": "guessed", "reason": "the Service stands in a sibling folder"}] if {
	link.near == "sibling"
} else := []
