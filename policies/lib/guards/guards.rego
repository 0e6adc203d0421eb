# METADATA
# title: Authenticating proxies and what they guard
# description: |
#   Proxies that ask for a login or a permission before they forward a request to a neighbour (role `auth-proxy`), and who else can reach the
#   port that they guard.
package podlint.lib.guards

# METADATA
# description: |
#   Who serves the guarded port, when the connection is the one by which an authenticating proxy forwards requests; undefined otherwise. A proxy
#   that itself binds the number, on the pod's own address, leads to nothing that is not its own.
behind(dial) := server if {
	input.pod.who[dial.from].role == "auth-proxy"
	dial.via == "dial"
	dial.host_class == "loopback"
	dial.protocol == "TCP"
	server := dial.to[0]
	input.pod.who[server.container].class != "injected"
	not _binds(dial.from, dial.to)
}

_binds(name, servers) if {
	some server in servers
	server.container == name
	server.binds
}

# METADATA
# description: That the program is an authenticating proxy is known of its image, and as certain as that; a fact for the library of certainty.
proxy_fact(proxy) := {
	"certainty": input.pod.who[proxy].known_certainty,
	"reason": sprintf("%q is taken for an authenticating proxy by the name of its image", [proxy]),
}

# METADATA
# description: |
#   The one neighbour that an authenticating proxy must guard whose own settings do not tell: no helper, and of several the one whose program is
#   known to serve. Undefined when the proxy is seen to connect to somebody, or mounts no settings that could name another.
presumably_behind(proxy) := name if {
	input.pod.who[proxy].role == "auth-proxy"
	input.pod.who[proxy].own_program
	not _connects(proxy)
	_configured(proxy)
	name := _only(_candidates(proxy))
}

_connects(name) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == name
}

_configured(name) if {
	some volume in input.pod.volumes
	volume.config == true
	some mount in volume.mounted_by
	mount.container == name
}

_candidates(proxy) := [name |
	some name, m in input.pod.who
	name != proxy
	m.class == "regular"
	m.part != "helper"
	m.helps == false
	m.role != "authz"
	m.main.port > 0
]

_only(candidates) := candidates[0] if {
	count(candidates) == 1
} else := known[0] if {
	known := [name | some name in candidates; input.pod.who[name].own_program]
	count(known) == 1
}

# METADATA
# description: The NetworkPolicies that the workload's controller may make, as gaps of an argument from absence.
unseen_fences := [{"who": "the controller", "seen": "some", "reason": sprintf("the controller of a %s may make a NetworkPolicy", [input.pod.workload.kind])} |
	some made in input.pod.made_beside
	made == "policies"
]

# METADATA
# description: |
#   NetworkPolicies of the set select the pod and none of them lets everybody reach the port: what several policies allow adds up.
fenced(port) if {
	some policy in input.related.network_policies
	policy.ingress == true
	not _open(port)
}

_open(_) if {
	some policy in input.related.network_policies
	policy.ingress == true
	policy.anyone_all_ports == true
}

_open(port) if {
	some policy in input.related.network_policies
	policy.ingress == true
	some allowed in policy.allows
	allowed.port == port
	allowed.anyone == true
}

# METADATA
# description: What a conclusion about `presumably_behind` lacks, a gap for the library of certainty.
unread(proxy) := [{"who": proxy, "seen": "some", "reason": sprintf("the settings that tell what %q guards are not in sight", [proxy])}]
