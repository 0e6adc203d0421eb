package pod

// settleApp lists the containers that are the work of the pod.
func (d *draft) settleApp() {
	for _, c := range d.containers {
		if c.out.Part == "app" {
			d.pod.App = append(d.pod.App, AppMember{Container: c.out.Name, Reason: c.out.PartBy, Certainty: c.out.PartRung})
		}
	}
}
