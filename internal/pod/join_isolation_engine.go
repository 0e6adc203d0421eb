package pod

import (
	"slices"
	"strings"
)

// EngineSocket is a mount of the node's container engine.
type EngineSocket struct {
	Container string    `json:"container"          jsonschema:"who mounts it"`
	Source    string    `json:"source"             jsonschema:"the host's path"`
	Others    []string  `json:"others,omitempty"   jsonschema:"the containers of the pod that do not mount it"`
	Reach     []string  `json:"reach,omitempty"    jsonschema:"those of them that share a volume or the process namespace with it"`
	Also      []Mounter `json:"also,omitempty"    jsonschema:"other containers that mount it themselves"`
	Path      Path      `json:"path"               jsonschema:"of the mount"`
}

// Mounter is a container that mounts something.
type Mounter struct {
	Container string `json:"container" jsonschema:"who"`
	Path      Path   `json:"path"      jsonschema:"of its mount"`
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
	found := &d.pod.Isolation.EngineSockets
	for _, c := range all {
		for i := range c.out.Mounts {
			m := &c.out.Mounts[i]
			if v := d.volumes[m.Volume]; v != nil && v.Kind == "hostPath" && engineDir(v.Source) {
				*found = mountEngine(*found, c, v, m)
			}
		}
	}
	for i := range *found {
		d.reachEngine(&(*found)[i], all)
	}
}

// mountEngine adds a mount to what is known of its engine.
func mountEngine(found []EngineSocket, c *draftContainer, v *Volume, m *Mount) []EngineSocket {
	for i := range found {
		s := &found[i]
		if engineName(s.Source) != engineName(v.Source) {
			continue
		}
		if s.Container != c.out.Name && !slices.ContainsFunc(s.Also, func(o Mounter) bool { return o.Container == c.out.Name }) {
			s.Also = append(s.Also, Mounter{c.out.Name, m.Path})
		}
		return found
	}
	return append(found, EngineSocket{Container: c.out.Name, Source: v.Source, Path: m.Path})
}

// engineName is a path of the host without the link that leads to it on every common distribution.
func engineName(p string) string { return strings.TrimPrefix(cleanPath(p), "/var") }

// reachEngine lists the containers beside those that mount the engine, and who of them gets at it.
func (d *draft) reachEngine(s *EngineSocket, all []*draftContainer) {
	holders := []*draftContainer{d.byName[s.Container]}
	for i := range s.Also {
		holders = append(holders, d.byName[s.Also[i].Container])
	}
	for _, o := range all {
		if slices.Contains(holders, o) {
			continue
		}
		s.Others = append(s.Others, o.out.Name)
		shares := func(c *draftContainer) bool { return d.shareFiles(c, o) }
		if d.pod.ShareProcessNamespace && o.running() || slices.ContainsFunc(holders, shares) {
			s.Reach = append(s.Reach, o.out.Name)
		}
	}
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
