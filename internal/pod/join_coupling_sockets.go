package pod

import (
	"path"
	"slices"
	"strings"
)

// UnsharedSocket is a socket that a client cannot find.
type UnsharedSocket struct {
	Container  string `json:"container"               jsonschema:"the client"`
	Socket     string `json:"socket"                  jsonschema:"where the client looks, as it sees it"`
	Volume     string `json:"volume,omitempty"        jsonschema:"the volume on which it looks; absent when it looks on its own file system"`
	Server     string `json:"server,omitempty"        jsonschema:"who serves a socket elsewhere; absent when nobody else mounts the volume"`
	ServerAt   string `json:"server_socket,omitempty" jsonschema:"where the server keeps its socket, as it sees it"`
	HostPath   string `json:"host_path,omitempty"     jsonschema:"of a driver registration: where the socket really is on the node"`
	Path       Path   `json:"path"                    jsonschema:"of the client's setting"`
	ServerPath Path   `json:"server_path,omitempty"   jsonschema:"of the server's setting"`
}

// joinUnsharedSockets finds the clients of Unix sockets that look where no server keeps one.
func (d *draft) joinUnsharedSockets() {
	if d.pod.HostProcess || d.pod.Windows {
		return
	}
	for _, c := range d.companions() {
		for i := range c.out.Dials {
			dial := &c.out.Dials[i]
			if !dial.wantsSocket() || !d.certain(c, dial) {
				continue
			}
			if s := d.unshared(c, dial); s != nil {
				s.Container, s.Socket, s.Volume, s.Path = c.out.Name, dial.Socket, dial.Volume, dial.Path
				d.pod.Coupling.Sockets = append(d.pod.Coupling.Sockets, *s)
			}
		}
		d.registration(c)
	}
}

// wantsSocket tells whether a dial is for a socket that nobody is known to serve.
func (dial *Dial) wantsSocket() bool {
	return dial.HostClass == "socket" && dial.Meets == "" && !dial.MeetsOwn && (dial.Phase == "run" || dial.Phase == "start") && path.IsAbs(dial.Socket) && !isPlaceholder(dial.Socket)
}

// certain tells whether the dial is sure and could only be answered in the pod: not by the node through a hostPath. What a
// variable of a CSI helper means is in the flags that use it.
func (d *draft) certain(c *draftContainer, dial *Dial) bool {
	if dial.Volume != "" && (d.volumes[dial.Volume] == nil || d.onHost(dial.Volume)) {
		return false
	}
	return (dial.Origin != "image" || dial.Verified) && (dial.Origin != "env" || c.out.Role != "csi" && c.out.Role != "health-bridge")
}

// unshared tells why nobody can answer: the only server of a socket of that name keeps it elsewhere.
func (d *draft) unshared(c *draftContainer, dial *Dial) *UnsharedSocket {
	for _, o := range d.companions() {
		l := o.servesLike(dial.Socket)
		switch {
		case o == c || l == nil:
		case dial.Volume == "" && d.onHost(l.Volume) && c.mounts(l.Volume) != nil:
			return nil
		default:
			return &UnsharedSocket{Server: o.out.Name, ServerAt: l.Socket, ServerPath: l.Path}
		}
	}
	if v := d.volumes[dial.Volume]; v != nil && v.Kind == "emptyDir" && len(v.MountedBy) == 1 && c.out.Role == "csi" {
		return &UnsharedSocket{}
	}
	return nil
}

// servesLike returns the container's socket of the same file name, nil when it has none.
func (c *draftContainer) servesLike(socket string) *Listen {
	for i := range c.out.Listens {
		if l := &c.out.Listens[i]; l.Socket != "" && l.Effective && path.Base(l.Socket) == path.Base(socket) {
			return l
		}
	}
	return nil
}

// registration compares the path that node-driver-registrar tells the kubelet with the place of the socket on the node.
func (d *draft) registration(c *draftContainer) {
	if c.out.Role != "csi" {
		return
	}
	for _, f := range flags(c.argv) {
		if f.name != "kubelet-registration-path" || isPlaceholder(f.value) || !path.IsAbs(f.value) {
			continue
		}
		v, at := d.socketOnNode(c)
		if v != nil && at != path.Clean(f.value) {
			d.pod.Coupling.Sockets = append(d.pod.Coupling.Sockets, UnsharedSocket{
				Container: c.out.Name, Socket: f.value, Volume: v.Name, HostPath: at,
				Path: f.path, ServerPath: v.Path,
			})
		}
	}
}

// socketOnNode is where the first socket that the container connects to lies on the node; the volume is nil when nobody can tell.
func (d *draft) socketOnNode(c *draftContainer) (*Volume, string) {
	for i := range c.out.Dials {
		dial := &c.out.Dials[i]
		if v := d.volumes[dial.Volume]; v != nil && v.Kind == "hostPath" && dial.HostClass == "socket" {
			at := path.Join(v.Source, dial.VolumePath)
			if isPlaceholder(at) || strings.ContainsRune(at, '\uFFFD') {
				return nil, ""
			}
			return v, at
		}
	}
	return nil, ""
}

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
