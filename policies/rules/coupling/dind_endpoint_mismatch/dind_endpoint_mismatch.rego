# METADATA
# title: Docker-in-Docker that its client cannot use
# description: |
#   ## What
#   A `docker:dind` container serves builds for a neighbour, and the two do not fit: the client dials the clear-text port 2375 while
#   the daemon serves TLS on 2376, the client has no certificates for 2376, the client looks for a socket in a shared volume that the daemon is
#   told not to make (`-H tcp://...` alone), or the daemon is not privileged.
#
#   ## Why it hurts
#   The daemon's image serves TLS alone unless `DOCKER_TLS_CERTDIR` is set empty: `Cannot connect to the Docker daemon at
#   tcp://localhost:2375`. Without the shared certificates the client is refused, and without the privilege the daemon does not
#   start at all.
#
#   ## When it is fine
#   A socket in a shared volume, the rootless image, and daemons with listen options of their own are left alone. A runtime class may let a
#   daemon start without privilege, and variables that come from elsewhere may set it up: it is a doubt then.
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

import data.podlint.lib.certainty
import data.podlint.lib.outputs
import data.podlint.lib.pods

violation contains {
	"msg": _message(dial, name),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, _known(name)], certainty.absent(_hidden(name))),
} if {
	some name, daemon in input.pod.who
	daemon.role == "build-daemon"
	_engine(daemon)
	pods.accompanied(name)
	_only_tls(daemon)
	some i, dial in input.pod.connections
	dial.from != name
	_misses(dial, name)
	not _earlier(i, dial.from, name)
}

violation contains {
	"msg": sprintf("Docker daemon %q is not privileged: it cannot start", [name]),
	"path": array.concat(daemon.path, ["securityContext", "privileged"]),
	"container": name,
	"certainty": certainty.of([_known(name)], certainty.absent(_runtime(name))),
} if {
	some name, daemon in input.pod.who
	daemon.role == "build-daemon"
	_engine(daemon)
	pods.accompanied(name)
	some container in input.pod.containers
	container.name == name
	not container.security.privileged.value == true
	not contains(object.get(container.image, "tag", ""), "rootless")
}

# A host that the daemon is told replaces its default, the socket.
violation contains {
	"msg": sprintf("%q dials Docker on %s, but %q is told to serve %s alone", [dial.from, dial.socket, name, served.text]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, _known(name)], certainty.absent(_configured(name))),
	"related": [{"msg": sprintf("%q is told so", [name]), "path": served.path}],
} if {
	some name, daemon in input.pod.who
	daemon.role == "build-daemon"
	_engine(daemon)
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer == "nobody"
	dial.from != name
	endswith(dial.socket, "/docker.sock")
	_shared(dial.volume, name)
	some container in input.pod.containers
	container.name == name
	some served in container.listens
	served.effective == true
	served.origin == "flag"
	count([1 | some other in container.listens; object.get(other, "socket", "") != ""]) == 0
	not _earlier_flag(container, served)
}

# One report for a client, at the first of the addresses.
_earlier_flag(container, served) if {
	some i, other in container.listens
	other.origin == "flag"
	some j, this in container.listens
	this == served
	i < j
}

# A volume of the pod that both mount: no socket of the node.
_shared(volume, name) if {
	some v in input.pod.volumes
	v.name == volume
	v.kind == "emptyDir"
	name in {mount.container | some mount in v.mounted_by}
}

_configured(name) := [{"who": name, "seen": "some", "reason": sprintf("settings of %q are out of sight", [name])} |
	input.pod.who[name].config_hidden
]

# Docker's own engine, beside those who build with it.
_engine(daemon) if {
	startswith(daemon.known, "dind")
	daemon.own_program == true
	daemon.class in {"regular", "sidecar"}
}

# It is left to its defaults, under which it serves TLS alone.
_only_tls(daemon) if {
	_binds(daemon, 2376)
	not _binds(daemon, 2375)
}

_binds(daemon, number) if {
	some port in daemon.ports
	port.port == number
	port.binds == true
}

_misses(dial, _) if {
	_on_localhost(dial)
	dial.port == 2375
	dial.answer == "nobody"
}

_misses(dial, name) if {
	_on_localhost(dial)
	dial.port == 2376
	not _shares_certificates(name, dial.from)
}

_on_localhost(dial) if {
	dial.via == "dial"
	dial.host_class == "loopback"
	input.pod.who[dial.from].class in {"regular", "sidecar"}
}

# One report for a client.
_earlier(i, client, name) if {
	some j, other in input.pod.connections
	j < i
	other.from == client
	_misses(other, name)
}

# The client mounts the volume on which the daemon leaves its certificates.
_shares_certificates(name, client) if {
	some daemon in input.pod.containers
	daemon.name == name
	some mount in daemon.mounts
	outputs.under(sprintf("%s/client", [_directory(daemon)]), mount.mount_path)
	some other in input.pod.containers
	other.name == client
	some shared in other.mounts
	shared.volume == mount.volume
}

_directory(daemon) := array.concat([variable.value | some variable in daemon.env; variable.name == "DOCKER_TLS_CERTDIR"], ["/certs"])[0]

_known(name) := {
	"certainty": input.pod.who[name].known_certainty,
	"reason": sprintf("%q is a Docker daemon by the name of its image", [name]),
}

_hidden(name) := [{"who": name, "seen": "some", "reason": sprintf("not all variables of %q are in sight", [name])} |
	some container in input.pod.containers
	container.name == name
	_unread(container)
]

_unread(container) if container.env_unresolved == true

_unread(container) if {
	some variable in container.env
	variable.name == "DOCKER_TLS_CERTDIR"
	variable.known == false
}

# Some runtimes let an engine start in a container of its own kernel or name space.
_runtime(name) := [{"who": name, "seen": "some", "reason": sprintf("the runtime class %q may do without privilege", [class])} |
	class := input.pod.runtime_class
]

_message(dial, name) := sprintf(
	"%q dials Docker on 2375, but %q serves TLS on 2376 only (DOCKER_TLS_CERTDIR is not empty)",
	[dial.from, name],
) if {
	dial.port == 2375
} else := sprintf("%q dials Docker with TLS on 2376, but does not mount the certificates that %q writes", [dial.from, name])
