package pod

import (
	"slices"
	"strings"
)

// EngineSocket is a mount of the node's container engine.
type EngineSocket struct {
	Container string   `json:"container"          jsonschema:"who mounts it"`
	Source    string   `json:"source"             jsonschema:"the host's path"`
	Others    []string `json:"others"             jsonschema:"the other containers of the pod"`
	Reach     []string `json:"reach,omitempty"    jsonschema:"those of them that share a volume or the process namespace with it"`
	Path      Path     `json:"path"               jsonschema:"of the mount"`
}

var engineSockets = []string{"docker.sock", "containerd.sock", "crio.sock", "podman.sock", "dockershim.sock", "cri-dockerd.sock"}

// engineDirs hold the sockets.
var engineDirs = []string{
	"/run", "/var/run", "/run/docker", "/var/run/docker", "/run/containerd", "/var/run/containerd", "/run/crio", "/var/run/crio", "/run/podman", "/var/run/podman",
	"/run/k3s/containerd", "/var/run/k3s/containerd",
}

// engineDir tells whether a path of the host leads to a container engine.
func engineDir(p string) bool {
	p = cleanPath(p)
	return slices.Contains(engineDirs, p) || slices.ContainsFunc(engineSockets, func(s string) bool { return strings.HasSuffix(p, "/"+s) })
}

// joinEngine finds the mounts of the node's engine in pods that are no node agents.
func (d *draft) joinEngine(all []*draftContainer) {
	if d.pod.NodeAgent || d.obj.Kind == "DaemonSet" {
		return
	}
	for _, c := range all {
		for i := range c.out.Mounts {
			m := &c.out.Mounts[i]
			if v := d.volumes[m.Volume]; v != nil && v.Kind == "hostPath" && engineDir(v.Source) {
				d.pod.Isolation.EngineSockets = append(d.pod.Isolation.EngineSockets, d.engineSocket(c, v, m, all))
			}
		}
	}
}

func (d *draft) engineSocket(c *draftContainer, v *Volume, m *Mount, all []*draftContainer) EngineSocket {
	out := EngineSocket{Container: c.out.Name, Source: v.Source, Path: m.Path}
	for _, o := range all {
		if o == c {
			continue
		}
		out.Others = append(out.Others, o.out.Name)
		if d.pod.ShareProcessNamespace && o.running() || d.shareFiles(c, o) {
			out.Reach = append(out.Reach, o.out.Name)
		}
	}
	return out
}

// shareFiles tells whether two containers mount the same volume and at least one may write there.
func (d *draft) shareFiles(a, b *draftContainer) bool {
	for i := range a.out.Mounts {
		m := &a.out.Mounts[i]
		o := b.mounts(m.Volume)
		if v := d.volumes[m.Volume]; o != nil && v != nil && !v.Config && (!m.ReadOnly || !o.ReadOnly) && subPathsMeet(m.SubPath, o.SubPath) {
			return true
		}
	}
	return false
}
