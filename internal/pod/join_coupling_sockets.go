package pod

import (
	"slices"
	"strings"
)

// PropagationGap is a file system, mounted by one container inside a shared volume, that does not reach another.
type PropagationGap struct {
	Container string `json:"container"  jsonschema:"the container whose mount is at fault"`
	Other     string `json:"other"      jsonschema:"the other side"`
	Volume    string `json:"volume"     jsonschema:"the volume"`
	Gap       string `json:"gap"        jsonschema:"consumer (lacks HostToContainer), mounter (lacks Bidirectional), privilege (Bidirectional without privileged)"`
	Path      Path   `json:"path"       jsonschema:"of the mount at fault"`
	OtherPath Path   `json:"other_path" jsonschema:"of the other side's mount"`
}

// joinPropagation compares the mountPropagation of the two sides of a shared volume.
func (d *draft) joinPropagation() {
	if d.pod.Windows {
		return
	}
	for _, v := range d.pod.Volumes {
		if v.Config || v.Kind == "hostPath" && strings.Contains(v.Source, "kubelet") || isPlaceholder(v.Source) {
			continue
		}
		list := d.runningMounters(v)
		for _, c := range list {
			for _, o := range list {
				if o != c {
					d.propagation(v, c, o)
				}
			}
		}
	}
}

// propagation looks at a mounter c and a consumer o of a volume.
func (d *draft) propagation(v *Volume, c, o *draftContainer) {
	m, n := c.mounts(v.Name), o.mounts(v.Name)
	gap := PropagationGap{Container: c.out.Name, Other: o.out.Name, Volume: v.Name, Path: m.Path, OtherPath: n.Path}
	both := m.Propagation == "Bidirectional"
	switch {
	case both && !isTrue(c.out.Security.Privileged):
		gap.Gap = "privilege"
	case both && o.seesNoMounts(n) && subPathsMeet(m.SubPath, n.SubPath):
		gap.Gap = "consumer"
		gap.Container, gap.Other, gap.Path, gap.OtherPath = o.out.Name, c.out.Name, n.Path, m.Path
	case !both && c.mountsOn(m):
		gap.Gap = "mounter"
	default:
		return
	}
	same := func(p PropagationGap) bool { return p.Container == gap.Container && p.Volume == gap.Volume }
	if !slices.ContainsFunc(d.pod.Coupling.Propagation, same) {
		d.pod.Coupling.Propagation = append(d.pod.Coupling.Propagation, gap)
	}
}

// seesNoMounts: what is mounted in the volume after the container has started does not appear there, and it does not use the volume
// for a socket only.
func (c *draftContainer) seesNoMounts(m *Mount) bool {
	return (m.Propagation == "" || m.Propagation == "None") && !c.hasSocketOn(m.Volume) && !c.helps()
}

// mountsOn tells whether a program that mounts file systems has a word of its command line on the mount: there it mounts one. The
// sidecar of the Cloud Storage FUSE driver is handed a file descriptor instead.
func (c *draftContainer) mountsOn(m *Mount) bool {
	copies := c.out.Role != "fs-mount" && !slices.ContainsFunc(c.out.Argv, func(a string) bool { return a == "mount" || strings.Contains(a, " mount ") })
	if copies || c.out.Known == "gcsfuse-sidecar" || !c.own || c.out.Role != "fs-mount" && c.out.Known != "rclone" {
		return false
	}
	for _, w := range c.argv {
		for token := range strings.FieldsSeq(w.text) {
			if under(cleanPath(token), m.MountPath) {
				return true
			}
		}
	}
	return false
}
