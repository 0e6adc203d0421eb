package pod

// Isolation holds privileges, users and secrets, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Isolation struct {
	RootImages []RootImage `json:"root_images,omitempty"     jsonschema:"containers whose image runs as root, or as a named user, where the pod forbids root"`
	RootWork   []RootWork  `json:"root_work,omitempty"       jsonschema:"work that only root can do, in containers that run as another user"`
}

// joinIsolation compares the rights of the containers of one pod.
func (d *draft) joinIsolation() {
	if d.pod.Windows || d.pod.HostProcess {
		return
	}
	all := d.declared()
	if len(all) < 2 {
		return
	}
	d.joinUsers(all)
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
