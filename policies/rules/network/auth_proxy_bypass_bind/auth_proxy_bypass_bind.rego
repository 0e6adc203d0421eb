# METADATA
# title: Guarded port that listens on all addresses
# description: |
#   ## What
#   A proxy that asks for a login or a permission stands in front of a container, and the guarded port listens on all addresses of
#   the pod.
#
#   ## Why it hurts
#   Every pod of the cluster can connect to the pod's address and the guarded port, and skips the proxy. That no Service names the
#   port does not help, and neither does an undeclared `containerPort`.
#
#   ## When it is fine
#   A NetworkPolicy of the set that selects the pod and leaves the port out keeps others away; podlint is silent then. Where
#   nothing tells which address the program binds, the report is a warning for a declared port, and nothing at all for an undeclared one.
#   When the proxy's own configuration cannot be read it is advice.
#
#   ## How to fix
#   Bind the guarded port to loopback.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=:8443", "--upstream=http://127.0.0.1:8080/"]
#     - name: manager
#       args: ["--metrics-bind-address=127.0.0.1:8080"]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kube-state-metrics/issues/302
#     description: Why the metrics port behind a proxy belongs on loopback
#   - ref: https://github.com/brancz/kube-rbac-proxy
#     description: The proxy's own advice to bind the upstream to loopback
#   - ref: https://github.com/elastic/cloud-on-k8s/issues/7560
#     description: A metrics port that can be reached without its proxy
# custom:
#   severity: error
#   confidence: strong
#   fix: Bind the guarded port to 127.0.0.1, or keep others off with a NetworkPolicy.
package podlint.rules.network.auth_proxy_bypass_bind

violation contains {
	"msg": sprintf("container %q %s, so any pod can skip %q, which guards it", [guard.upstream, _bound(guard), guard.proxy]),
	"path": guard.path,
	"container": guard.upstream,
	"severity": _severity(guard),
	"related": [{"msg": sprintf("%q guards the port", [guard.proxy]), "path": guard.proxy_path}],
} if {
	some guard in input.pod.network.guards
	not guard.restricted
	guard.address in {"all", "unknown"}
}

_severity(guard) := "info" if not guard.read

_severity(guard) := "error" if {
	guard.read
	guard.address == "all"
	guard.certain
}

_severity(guard) := "warning" if {
	guard.read
	not _certain(guard)
}

_certain(guard) if {
	guard.address == "all"
	guard.certain
}

_bound(guard) := sprintf("serves port %d on all addresses", [guard.port]) if {
	guard.address == "all"
} else := sprintf("declares port %d and nothing binds it to loopback", [guard.port])
