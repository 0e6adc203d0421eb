package pod

import (
	"path"
	"slices"
)

// PureReader is a container that only reads what a neighbour writes while both run, and mounts it writable.
type PureReader struct {
	Reader     string `json:"reader"      jsonschema:"who reads"`
	Writer     string `json:"writer"      jsonschema:"who writes"`
	Volume     string `json:"volume"      jsonschema:"the volume"`
	MountPath  string `json:"mount_path"  jsonschema:"where the reader mounts it"`
	Op         string `json:"op"          jsonschema:"what the reader does: read, tail, watch, serve"`
	File       string `json:"file"        jsonschema:"what it reads, as it sees it"`
	Path       Path   `json:"path"        jsonschema:"of the reader's mount"`
	WriterPath Path   `json:"writer_path" jsonschema:"of the write, or of the writer's mount when only the reader shows that it writes"`
}

// joinPureReaders finds the writable mounts of containers that only read what a running neighbour writes.
func (d *draft) joinPureReaders() {
	for _, v := range d.pod.Volumes {
		if v.Config || v.Kind == "image" || len(v.MountedBy) < 2 {
			continue
		}
		for i := range v.MountedBy {
			m := &v.MountedBy[i]
			c := d.byName[m.Container]
			if m.ReadOnly || c.out.Class != "regular" && c.out.Class != "sidecar" {
				continue
			}
			if use := c.onlyReads(v.Name, m.MountPath); use != nil {
				d.addPureReader(v, m, use)
			}
		}
	}
}

func (d *draft) addPureReader(v *Volume, m *MountedBy, use *FileUse) {
	var seen, likely []*draftContainer
	for i := range v.MountedBy {
		o := &v.MountedBy[i]
		if o.Container == m.Container || !o.writable() || !subPathsMeet(o.SubPath, m.SubPath) {
			continue
		}
		switch w := d.byName[o.Container]; {
		case w.writesWhat(use, v.Name) != nil:
			seen = append(seen, w)
		case w.mayFill(v, use) && !slices.Contains(likely, w):
			likely = append(likely, w)
		}
	}
	if w := likeliest(seen, func(*draftContainer) bool { return true }); w != nil {
		d.pureReader(v, m, use, w, w.writesWhat(use, v.Name))
	} else if len(likely) == 1 && provesWriter(v, use) {
		d.pureReader(v, m, use, likely[0], likely[0].mounts(v.Name).Path)
	}
}

// writable tells whether a container that goes on may write through the mount.
func (m *MountedBy) writable() bool {
	return !m.ReadOnly && (m.Class == "regular" || m.Class == "sidecar")
}

// mayFill tells whether the container may write what use reads, although nothing shows that.
func (c *draftContainer) mayFill(v *Volume, use *FileUse) bool {
	if c.closed() || c.followsLogs() || c.out.Role == "log-rotate" {
		return false
	}
	return use.Op == "serve" && !c.own || !c.handsOut(v.Name) && !c.logsElsewhere(use)
}

func (d *draft) pureReader(v *Volume, m *MountedBy, use *FileUse, writer *draftContainer, at Path) {
	d.pod.Coupling.PureReaders = append(d.pod.Coupling.PureReaders, PureReader{
		Reader: m.Container, Writer: writer.out.Name, Volume: v.Name,
		MountPath: m.MountPath, Op: use.Op, File: use.File, Path: m.Path, WriterPath: at,
	})
}

// provesWriter: what is followed on scratch space is written by somebody of this pod, and so is what is served from scratch space of two.
// A claim or a directory of the node may be filled by another pod.
func provesWriter(v *Volume, use *FileUse) bool {
	return v.Kind == "emptyDir" && (use.Op == "tail" || use.Op == "serve" && len(v.MountedBy) == 2)
}

// writesWhat is the place where the container, while it runs, writes what use reads; nil when nothing shows that.
func (c *draftContainer) writesWhat(use *FileUse, volume string) Path {
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume == volume && f.Phase == "run" && writes(f) && sameFile(f, use) {
			return f.Path
		}
	}
	return nil
}

// onlyReads returns one of the container's reads of a volume when it certainly does nothing else there.
func (c *draftContainer) onlyReads(volume, mountPath string) *FileUse {
	closed := c.closed()
	if !closed && !c.readsByTrade() || c.hasSocketOn(volume) {
		return nil
	}
	read := c.readOf(volume, mountPath)
	if closed || read == nil || read.Op == "serve" || read.Op == "tail" {
		return read
	}
	return nil // what a program may do beside reading its settings is not in sight
}

// readOf returns a read through a mount, following and serving before others; nil when there is none, or when something else than
// reading is done on the volume.
func (c *draftContainer) readOf(volume, mountPath string) *FileUse {
	var read *FileUse
	for i := range c.out.Files {
		f := &c.out.Files[i]
		switch {
		case f.Volume != volume:
		case !reads(f):
			return nil
		case under(f.File, mountPath) && (read == nil || f.Op != "read"):
			read = f
		}
	}
	return read
}

// readsByTrade: web servers hand content out, log agents follow files; where they keep their own state is in their settings.
func (c *draftContainer) readsByTrade() bool {
	if !c.own {
		return false
	}
	if c.out.Role == "web-front" {
		return true
	}
	return c.followsLogs() && c.configured()
}

// followsLogs tells whether the container's trade is to read what others log.
func (c *draftContainer) followsLogs() bool {
	return c.own && slices.Contains([]string{"log-agent", "log-stream", "telemetry"}, c.out.Role)
}

// configured tells whether a configuration file in the set speaks of the container.
func (c *draftContainer) configured() bool {
	for i := range c.facts {
		if c.facts[i].origin == "config" {
			return true
		}
	}
	return false
}

// hasSocketOn tells whether the container keeps or dials a socket on the volume.
func (c *draftContainer) hasSocketOn(volume string) bool {
	for i := range c.out.Listens {
		if c.out.Listens[i].Volume == volume {
			return true
		}
	}
	for i := range c.out.Dials {
		if c.out.Dials[i].Volume == volume {
			return true
		}
	}
	return false
}

// logsElsewhere tells whether the container runs a known image just as it is, with all its settings in sight, and logs to another place
// than the file.
func (c *draftContainer) logsElsewhere(use *FileUse) bool {
	if c.image == nil || !c.own || !c.out.Verified || c.out.Declared || len(c.image.LogLinks) == 0 || c.settingsUnseen() {
		return false
	}
	return !slices.ContainsFunc(c.image.LogLinks, func(dir string) bool {
		s, ok := c.resolve(dir)
		return ok && s.mount.Volume == use.Volume && path.Dir(use.VolumePath) == s.path
	})
}
