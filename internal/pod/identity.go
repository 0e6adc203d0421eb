package pod

import "strings"

// What a pod is called, which only the cluster knows: symbols that stand in the place of $(POD_NAME) and the like, so that two containers
// that use it mean the same.
const (
	thisPod     = "this-pods-"
	thisPodName = thisPod + "name"
	thisPodUID  = thisPod + "uid"
)

// identities are the fields of a pod that symbols stand for.
var identities = map[string]string{"metadata.name": thisPodName, "metadata.uid": thisPodUID}

// identity is the symbol that a variable holds. HOSTNAME is the pod's name where neither the node nor the manifest gives another one.
func (c *draftContainer) identity(variable string) (string, bool) {
	if v, ok := c.identities[variable]; ok {
		return v, true
	}
	if variable == "HOSTNAME" && c.spec != nil && !c.d.pod.HostNetwork && c.d.spec.Hostname == "" {
		return thisPodName, true
	}
	return "", false
}

// alone tells whether a path is this pod's alone, so that no pod before it can have left anything there: it holds the pod's UID, or its name
// where pods do not get that again.
func (d *draft) alone(path string) bool {
	if !strings.Contains(path, thisPod) {
		return false
	}
	return strings.Contains(path, thisPodUID) || d.pod.Workload.Kind != "StatefulSet" && d.pod.Workload.Kind != "Pod"
}

// subPathAlone tells whether a mount's part of the volume is this pod's alone.
func (c *draftContainer) subPathAlone(m *Mount) bool {
	if !m.SubPathExpr {
		return false
	}
	expanded, ok := c.expand(m.SubPath)
	return ok && c.d.alone(expanded)
}
