package pod

import (
	"path"
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
