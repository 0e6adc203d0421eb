package pod

// Isolation holds privileges, users and secrets, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Isolation struct {
	RootImages    []RootImage      `json:"root_images,omitempty"     jsonschema:"containers whose image runs as root, or as a named user, where the pod forbids root"`
	RootWork      []RootWork       `json:"root_work,omitempty"       jsonschema:"work that only root can do, in containers that run as another user"`
	SharedSecrets []SharedSecret   `json:"shared_secrets,omitempty"  jsonschema:"secrets of an app that a helper is given and has no use for"`
	Standards     []BrokenStandard `json:"broken_standards,omitempty" jsonschema:"helpers that break the namespace's Pod Security level, which the app keeps"`
	NoToken       []NoToken        `json:"no_token,omitempty"        jsonschema:"containers that talk to the Kubernetes API without a service account token"`
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
	d.joinUsers(all)
	d.joinSecrets(all, apps)
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
