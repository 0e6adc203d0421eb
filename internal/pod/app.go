package pod

// settleApp lists the containers that are the work of the pod.
func (d *draft) settleApp() {
	for _, c := range d.containers {
		if c.out.Part == "app" {
			d.pod.App = append(d.pod.App, AppMember{Container: c.out.Name, Reason: c.out.PartBy, Certainty: c.out.PartRung})
		}
	}
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
