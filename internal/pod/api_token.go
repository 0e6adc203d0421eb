package pod

// settleAPIToken says who decides on the token of the service account: the pod's word counts before the ServiceAccount's.
func (d *draft) settleAPIToken() {
	d.pod.APIToken = APIToken{Mounted: true, By: "default", Path: d.at.spec}
	switch own, account := d.spec.AutomountServiceAccountToken, d.related.Token; {
	case own != nil:
		d.pod.APIToken = APIToken{Mounted: *own, By: "pod", Path: d.specPath("automountServiceAccountToken")}
	case account != nil:
		name := d.spec.ServiceAccountName
		if name == "" {
			name = "default"
		}
		at := atObject(d.find("ServiceAccount", name)).With("automountServiceAccountToken")
		d.pod.APIToken = APIToken{Mounted: *account, By: "service account", Path: at}
	}
}
