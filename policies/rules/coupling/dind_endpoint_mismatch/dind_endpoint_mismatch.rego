# METADATA
# title: Docker-in-Docker that its client cannot use
# description: |
#   ## What
#   A `docker:dind` container serves builds for a neighbour, and the two do not fit: the client dials the clear-text port 2375 while
#   the daemon serves TLS on 2376, the client has no certificates for 2376, or the daemon is not privileged.
#
#   ## Why it hurts
#   The daemon's image serves TLS alone unless `DOCKER_TLS_CERTDIR` is set empty: `Cannot connect to the Docker daemon at
#   tcp://localhost:2375`. Without the shared certificates the client is refused, and without the privilege the daemon does not
#   start at all.
#
#   ## When it is fine
#   A socket in a shared volume, the rootless image, and daemons with listen options of their own are left alone.
#
#   ## How to fix
#   Share the certificates and dial the TLS port:
#   ```yaml
#   containers:
#     - name: builder
#       env:
#         - {name: DOCKER_HOST, value: "tcp://localhost:2376"}
#         - {name: DOCKER_TLS_VERIFY, value: "1"}
#         - {name: DOCKER_CERT_PATH, value: /certs/client}
#       volumeMounts:
#         - {name: certs, mountPath: /certs/client, readOnly: true, subPath: client}
#     - name: dind
#       securityContext: {privileged: true}
#       volumeMounts:
#         - {name: certs, mountPath: /certs}
#   ```
# related_resources:
#   - ref: https://github.com/docker-library/docker/issues/396
#     description: TLS by default in dind
#   - ref: https://github.com/tektoncd/pipeline/issues/1929
#     description: A dind sidecar and its certificates
#   - ref: https://github.com/actions/actions-runner-controller/issues/3257
#     description: A runner that does not reach its dind
# custom:
#   severity: error
#   confidence: strong
#   fix: Dial 2376 with the shared certificates, or set `DOCKER_TLS_CERTDIR` to an empty value on the daemon.
package podlint.rules.coupling.dind_endpoint_mismatch

violation contains {
	"msg": sprintf("%q dials Docker on 2375, but %q serves TLS on 2376 only (DOCKER_TLS_CERTDIR is not empty)", [pair.client, pair.daemon]),
	"path": pair.path,
	"container": pair.client,
} if {
	some pair in input.pod.coupling.builders
	pair.kind == "port"
}

violation contains {
	"msg": sprintf("%q dials Docker with TLS on 2376, but does not mount the certificates that %q writes", [pair.client, pair.daemon]),
	"path": pair.path,
	"container": pair.client,
} if {
	some pair in input.pod.coupling.builders
	pair.kind == "certificates"
}

violation contains {
	"msg": sprintf("Docker daemon %q is not privileged: it cannot start", [pair.daemon]),
	"path": pair.path,
	"container": pair.daemon,
} if {
	some pair in input.pod.coupling.builders
	pair.kind == "privileged"
}
