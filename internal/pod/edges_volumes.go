package pod

import (
	"slices"
	"strings"
)

// tieVolume joins the containers that share files through a volume: not settings that everybody mounts, not scratch space at /tmp,
// not disjoint parts of it, not two clients that merely use what a third one serves.
func (d *draft) tieVolume(v *Volume) {
	if v.Config || v.Kind == "image" {
		return
	}
	host := v.Kind == "hostPath" && hostFacility(v.Source)
	uses := make([]volumeUse, len(v.MountedBy))
	for i := range v.MountedBy {
		uses[i] = d.byName[v.MountedBy[i].Container].uses(v.Name)
	}
	for i := range v.MountedBy {
		for j := i + 1; j < len(v.MountedBy); j++ {
			a, b := &v.MountedBy[i], &v.MountedBy[j]
			if a.Container != b.Container && subPathsMeet(a.SubPath, b.SubPath) && (!host || d.propagates(v.Name, a, b)) {
				d.tieMounts(v, a, b, uses[i], uses[j])
			}
		}
	}
}

// propagates tells whether what one container mounts inside the volume is meant to appear in the other.
func (d *draft) propagates(volume string, a, b *MountedBy) bool {
	x, y := d.byName[a.Container].mounts(volume).Propagation, d.byName[b.Container].mounts(volume).Propagation
	return x == "Bidirectional" && y == "HostToContainer" || x == "HostToContainer" && y == "Bidirectional"
}

// undeclared are the volumes that containers mount but the pod does not declare: a patch or an operator adds them.
func (d *draft) undeclared() []*Volume {
	var out []*Volume
	byName := map[string]*Volume{}
	for _, c := range d.containers {
		for i := range c.out.Mounts {
			m := &c.out.Mounts[i]
			if d.volumes[m.Volume] != nil {
				continue
			}
			v := byName[m.Volume]
			if v == nil {
				v = &Volume{Name: m.Volume, Kind: m.Kind}
				byName[m.Volume] = v
				out = append(out, v)
			}
			v.MountedBy = append(v.MountedBy, MountedBy{Container: c.out.Name, Class: c.out.Class, MountPath: m.MountPath, SubPath: m.SubPath, ReadOnly: m.ReadOnly, Path: m.Path})
		}
	}
	return out
}

func subPathsMeet(a, b string) bool { return a == "" || b == "" || overlaps(a, b) }

func (d *draft) tieMounts(v *Volume, a, b *MountedBy, ux, uy volumeUse) {
	x, y := d.byName[a.Container], d.byName[b.Container]
	handed := ux.changes && uy.takes && x.hands(y, v.Name) || uy.changes && ux.takes && y.hands(x, v.Name)
	if !handed && !d.mayExchange(v, a, b, ux, uy) {
		return
	}
	if uy.writes && !ux.writes || !b.ReadOnly && a.ReadOnly {
		x, y, a, b, uy = y, x, b, a, ux
	}
	d.edge(x, y, tieKind(x, a, b, uy), "declared", v.Name+" at "+a.MountPath+" and "+b.MountPath, b.Path)
}

func tieKind(from *draftContainer, a, b *MountedBy, to volumeUse) string {
	switch {
	case a.MountPath == "/dev/shm" || b.MountPath == "/dev/shm":
		return "shared-memory"
	case to.tails:
		return "log-stream"
	case from.out.Role == "content-sync" || from.out.Role == "config-sync":
		return "content-sync"
	}
	return "shared-volume"
}

// mayExchange tells whether two mounters between whom no file is known to go may still exchange some.
func (d *draft) mayExchange(v *Volume, a, b *MountedBy, ux, uy volumeUse) bool {
	x, y := d.byName[a.Container], d.byName[b.Container]
	if a.MountPath == "/tmp" && b.MountPath == "/tmp" || twins(x, y) || apart(a, b, v, ux, uy) || d.onlyClients(v, ux, uy) {
		return false
	}
	bothInit := a.Class == "init" && b.Class == "init"
	return !bothInit || v.Kind == "persistentVolumeClaim" && (!ux.closed || !uy.closed)
}

// apart tells whether two mounters certainly exchange nothing: both only read, or one ends without a use of the volume, or both are
// in full sight and no file of one is a file of the other.
func apart(a, b *MountedBy, v *Volume, ux, uy volumeUse) bool {
	if a.ReadOnly && b.ReadOnly {
		return v.Kind != "persistentVolumeClaim"
	}
	if (ux.onlyReads || a.ReadOnly) && (uy.onlyReads || b.ReadOnly) {
		return true
	}
	return ux.idleInit(a) || uy.idleInit(b) || ux.inSight() && uy.inSight()
}

// idleInit: an init container, all of whose doings are in sight, does nothing on the volume.
func (u volumeUse) idleInit(m *MountedBy) bool { return m.Class == "init" && u.closed && !u.known }

// inSight: everything that the container does on the volume is known, and it is something.
func (u volumeUse) inSight() bool { return u.closed && u.known }

// onlyClients: both merely connect to what somebody else serves on the volume, or one does so and nothing shows what the other does
// on a path of the node.
func (d *draft) onlyClients(v *Volume, ux, uy volumeUse) bool {
	if ux.client && uy.client && !ux.writes && !uy.writes {
		return d.served(v)
	}
	return v.Kind == "hostPath" && (ux.client && !uy.known || uy.client && !ux.known)
}

// served tells whether a container of the pod may serve a socket on the volume: it is known to, or it mounts it and is no client.
func (d *draft) served(v *Volume) bool {
	for _, o := range d.containers {
		if u := o.uses(v.Name); o.running() && o.mounts(v.Name) != nil && !u.client && !o.helps() && (u.known || v.Kind != "hostPath") {
			return true
		}
	}
	return false
}

// twins tells whether one program of one image runs first as an init container and then beside the app: neither needs the other.
func twins(x, y *draftContainer) bool {
	return (x.out.Class == "init") != (y.out.Class == "init") && x.out.Image.Reference == y.out.Image.Reference &&
		len(x.out.Argv) > 1 && len(y.out.Argv) > 1 && slices.Equal(x.out.Argv[:2], y.out.Argv[:2])
}

// hands tells whether the container is known to change a file of the volume that the other is known to use.
func (c *draftContainer) hands(to *draftContainer, volume string) bool {
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume != volume || !writes(f) && f.Op != "chmod" {
			continue
		}
		for j := range to.out.Files {
			g := &to.out.Files[j]
			if g.Volume == volume && to.takes(g, f) && sameFile(f, g) {
				return true
			}
		}
	}
	return false
}

// takes tells whether a use of a file depends on what another container does with it. Who writes a file anew may read its own again; what another one
// appends there is more than that.
func (c *draftContainer) takes(use, change *FileUse) bool {
	if use.Op == "chmod" {
		return writes(change)
	}
	return reads(use) && (change.Op == "append" || !c.makes(use))
}

// makes tells whether the container writes the very file that it reads.
func (c *draftContainer) makes(g *FileUse) bool {
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Op == "write" && f.Volume == g.Volume && f.VolumePath == g.VolumePath && !f.Dir {
			return true
		}
	}
	return false
}

// volumeUse sums up what a container is known to do on a volume.
type volumeUse struct {
	known     bool // something is known
	closed    bool // everything is known
	writes    bool
	changes   bool // a file of it
	takes     bool // what is in a file, or changes the mode of one that may be somebody else's
	tails     bool
	onlyReads bool
	client    bool // connects to a socket there
}

func (c *draftContainer) uses(volume string) volumeUse {
	u := volumeUse{closed: c.closed()}
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == volume {
			u.known = true
			u.changes = u.changes || !reads(f)
			u.takes = u.takes || reads(f) || f.Op == "chmod"
			u.tails = u.tails || f.Op == "tail"
		}
	}
	u.writes = u.changes
	u.closed = u.closed && (u.known || !c.speaksOf(volume))
	u.onlyReads = u.inSight() && !u.writes
	c.useSockets(volume, &u)
	return u
}

func (c *draftContainer) useSockets(volume string, u *volumeUse) {
	for i := range c.out.Dials {
		u.client = u.client || c.out.Dials[i].Volume == volume
	}
	for i := range c.out.Listens {
		if c.out.Listens[i].Volume == volume {
			u.client, u.writes, u.known = false, true, true
		}
	}
	u.known = u.known || u.client
}

// speaksOf tells whether a word of the command line lies on the volume.
func (c *draftContainer) speaksOf(volume string) bool {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if m.Volume != volume || m.MountPath == "/" {
			continue
		}
		for _, w := range c.argv {
			if strings.Contains(w.text, m.MountPath) {
				return true
			}
		}
	}
	return false
}

// hostFacility holds for host paths that many containers mount for their own sake.
func hostFacility(p string) bool {
	p = cleanPath(p)
	for _, dir := range []string{
		"/dev", "/sys", "/proc", "/lib/modules", "/usr/share", "/usr/lib", "/etc", "/lib", "/boot", "/run/udev", "/var/run/docker.sock",
		"/run/containerd", "/var/run/dbus", "/run/systemd", "/run/xtables.lock", "/usr/src", "/sbin",
	} {
		if under(p, dir) {
			return true
		}
	}
	return p == "/" || p == "/var/log" || p == "/run" || p == "/var/run" || strings.HasSuffix(p, "localtime")
}
