package pod

// Isolation holds privileges, users and secrets, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Isolation struct {
	MorePrivileged []MorePrivileged `json:"more_privileged,omitempty" jsonschema:"helpers with privileges that no app of the pod has"`
	Grants         []Grant          `json:"grants,omitempty"          jsonschema:"running containers beside an app that may rewrite the network or the processes of the pod"`
	RootImages     []RootImage      `json:"root_images,omitempty"     jsonschema:"containers whose image runs as root, or as a named user, where the pod forbids root"`
	RootWork       []RootWork       `json:"root_work,omitempty"       jsonschema:"work that only root can do, in containers that run as another user"`
	SharedSecrets  []SharedSecret   `json:"shared_secrets,omitempty"  jsonschema:"secrets of an app that a helper is given and has no use for"`
	EngineSockets  []EngineSocket   `json:"engine_sockets,omitempty"  jsonschema:"mounts of the node's container engine"`
	Standards      []BrokenStandard `json:"broken_standards,omitempty" jsonschema:"helpers that break the namespace's Pod Security level, which the app keeps"`
	NoToken        []NoToken        `json:"no_token,omitempty"        jsonschema:"containers that talk to the Kubernetes API without a service account token"`
}

// joinIsolation compares the rights of the containers of one pod.
func (d *draft) joinIsolation() {
	if d.pod.Windows || d.pod.HostProcess {
		return
	}
	all := d.declared()
	d.joinNoToken(all)
	if len(all) < 2 {
		return
	}
	apps := d.apps()
	if len(apps) > 0 && !d.needsHost() {
		d.joinPrivileges(apps)
		d.joinGrants(apps)
	}
	d.joinUsers(all)
	d.joinSecrets(all, apps)
	d.joinEngine(all)
	d.joinStandards(all)
}

// apps are the regular containers that are known to be the pod's own work.
func (d *draft) apps() []*draftContainer {
	var out []*draftContainer
	for _, c := range d.companions() {
		if c.out.Part == "app" {
			out = append(out, c)
		}
	}
	return out
}

// needsHost holds for pods whose work is the node: on the node's network, node agents, storage drivers.
func (d *draft) needsHost() bool {
	if d.pod.HostNetwork || d.pod.NodeAgent {
		return true
	}
	for _, c := range d.containers {
		if c.out.Role == "csi" || c.out.Role == "csi-driver" {
			return true
		}
	}
	return false
}
