# METADATA
# title: Who may do what
# description: |
#   Questions about the rights of containers: `input.pod.rights` lists what goes beyond the ordinary, `security` of each container what it
#   is given.
package podlint.lib.rights

import data.podlint.lib.pods

# METADATA
# description: The pod has several containers whose rights can be compared. Windows knows other rights.
comparable if {
	input.pod.windows == false
	input.pod.host_process == false
	pods.several
}

# METADATA
# description: |
#   The work of the pod is the node: it is on the node's network, an agent of the node, or a storage driver.
serves_node if input.pod.host_network

serves_node if input.pod.node_agent

serves_node if {
	some m in input.pod.who
	m.role in {"csi", "csi-driver"}
}

# METADATA
# description: |
#   The trade of the container needs rights over the network, the file systems or the engine: tunnels, builders, mounts, packet dumps, agents
#   of the node. To need root alone is no trade.
trade(name) if input.pod.who[name].role in {"tunnel", "build-daemon", "fs-mount", "node-agent", "csi", "csi-driver"}

trade(name) if {
	some container in input.pod.containers
	container.name == name
	some need in container.image.needs
	need != "root"
}

trade(name) if {
	some container in input.pod.containers
	container.name == name
	some text in {_last(container.image.repository), object.get(container, "program", "")}
	_speaks_of_trade(lower(text))
}

trade(name) if {
	some right in input.pod.rights
	right.container == name
	right.kind == "host-path"
	_trade_device(right.name)
}

_trade_device(path) if startswith(path, "/dev/net")

_trade_device("/dev/fuse")

# Parts of names: openvpn and gcsfuse are of the trade, too.
_speaks_of_trade(text) if {
	some part in {
		"vpn", "wireguard", "tailscale", "zerotier", "gluetun", "dind", "dockerd", "buildkit", "buildah", "podman", "kaniko",
		"fuse", "s3fs", "falco", "tetragon", "tcpdump", "tshark", "dumpcap",
	}
	contains(text, part)
}

_speaks_of_trade(text) if startswith(text, "wg-")

_last(repository) := regex.replace(repository, `^.*/`, "")

# METADATA
# description: The path is the directory or lies below it.
under(path, dir) if path == dir

under(path, dir) if startswith(path, concat("", [trim_suffix(dir, "/"), "/"]))

# METADATA
# description: The path of the node leads to a container engine, whose clients are root there; that of a user who runs one is not meant.
engine(path) if {
	not startswith(engine_path(path), "/run/user/")
	some socket in {"docker.sock", "containerd.sock", "crio.sock", "podman.sock", "dockershim.sock", "cri-dockerd.sock"}
	endswith(path, concat("", ["/", socket]))
}

engine(path) if {
	engine_path(path) in {
		"/run", "/run/docker", "/run/containerd", "/run/crio", "/run/podman", "/run/k3s/containerd",
	}
}

# METADATA
# description: A path of the node without the link that leads to it on every common distribution, so that /var/run is /run.
engine_path(path) := trim_prefix(trim_suffix(path, "/"), "/var") if {
	under(trim_suffix(path, "/"), "/var/run")
} else := trim_suffix(path, "/")

# METADATA
# description: The container is privileged.
privileged(container) if container.security.privileged.value == true

# METADATA
# description: |
#   The container holds a capability: it is added, or the runtime gives it to root and nobody drops it. Binding low ports is taken for none:
#   runtimes allow it to everybody.
holds(_, "NET_BIND_SERVICE")

holds(container, capability) if {
	some added in container.security.capabilities_added
	added in {capability, "ALL"}
}

holds(container, capability) if {
	capability in by_default
	not drops(container, capability)
}

# METADATA
# description: The container drops a capability, by its name or with all of them.
drops(container, capability) if {
	some dropped in container.security.capabilities_dropped
	dropped in {capability, "ALL"}
}

# METADATA
# description: The capabilities that container runtimes give unless they are dropped.
by_default := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

# METADATA
# description: How sure it is that the container is there for a neighbour, as a fact that `certainty.of` takes.
part(name) := {"certainty": m.part_certainty, "reason": sprintf("whether %q serves a neighbour (%s)", [name, m.part_by])} if {
	m := input.pod.who[name]
}

# METADATA
# description: The names of the Secrets that a container reads into its environment or mounts.
secrets(container) := {variable.secret | some variable in container.env; variable.secret} | {volume.source |
	some mount in container.mounts
	mount.kind == "secret"
	some volume in input.pod.volumes
	volume.name == mount.volume
}

# METADATA
# description: |
#   One rule of a role, an entry of `related.account.grants`, lets a program do with any object what an entry of its `api_calls` needs, in one
#   of the call's namespaces.
allows(grant, call, namespace, verb) if {
	not grant.names
	_among(call.group, grant.groups)
	_among(call.resource, grant.resources)
	_among(verb, grant.verbs)
	_reaches(grant, namespace)
}

_among(name, names) if name in names

_among(_, names) if "*" in names

_reaches(grant, _) if grant.cluster == true

_reaches(grant, "") if grant.namespace == input.pod.workload.namespace

_reaches(grant, "") if "" in {grant.namespace, input.pod.workload.namespace}

_reaches(grant, namespace) if {
	grant.cluster == false
	grant.namespace == namespace
}
