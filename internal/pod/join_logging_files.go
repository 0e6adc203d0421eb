package pod

import (
	"path"
	"slices"
)

// doubtful lists the running neighbours that mount the volume and of which not everything is in sight; with writers only those that may write.
func (d *draft) doubtful(c *draftContainer, volume string, writers bool) []string {
	var out []string
	for _, o := range d.containers {
		if o == c || !o.running() || o.closed() || o.onlyKeepsOwn(volume) || writers && (!o.out.Opaque || !o.mountsWritable(volume)) {
			continue
		}
		if o.mounts(volume) != nil {
			out = append(out, o.out.Name)
		}
	}
	return out
}

// HiddenLinks are links of an image from its log files to stdout that a volume covers.
type HiddenLinks struct {
	Container string   `json:"container"          jsonschema:"whose log files they are"`
	Dir       string   `json:"dir"                jsonschema:"the directory of the links in the image"`
	Volume    string   `json:"volume"             jsonschema:"the volume that covers it"`
	Kind      string   `json:"kind"               jsonschema:"that volume's kind"`
	MountPath string   `json:"mount_path"         jsonschema:"where it is mounted"`
	Explicit  bool     `json:"explicit"           jsonschema:"settings in the set send the log elsewhere, to stdout or to a file of another directory"`
	Unseen    bool     `json:"unseen"             jsonschema:"settings that may send it elsewhere are not in the set"`
	Gone      bool     `json:"gone"               jsonschema:"the directory itself is not there either, and the program does not make it: the volume is mounted above it, and starts empty"`
	Refilled  bool     `json:"refilled"           jsonschema:"something writes into the volume before the program starts, links perhaps"`
	Readers   []string `json:"readers,omitempty"  jsonschema:"running neighbours that mount the volume"`
	Verified  bool     `json:"verified"           jsonschema:"the image is the one that is known to have the links, not a build of somebody's own"`
	Path      Path     `json:"path"               jsonschema:"of the mount"`
}

func (d *draft) joinHiddenLinks() {
	for _, c := range d.companions() {
		if c.image == nil || !c.own {
			continue
		}
		for _, dir := range c.image.LogLinks {
			s, ok := c.resolve(dir)
			if !ok || s.mount.MountPath == "/" || s.mount.Kind == "unknown" || d.volumes[s.mount.Volume] == nil || d.volumes[s.mount.Volume].Config {
				continue
			}
			h := HiddenLinks{Container: c.out.Name, Dir: dir, Volume: s.mount.Volume, Kind: s.mount.Kind, MountPath: s.mount.MountPath, Verified: c.out.Verified, Path: s.mount.Path}
			h.Explicit, h.Unseen = c.logsExplicitly(dir), c.settingsUnseen()
			h.Refilled = d.refills(c, s.mount.Volume)
			h.Gone = c.image.Process == "nginx" && s.mount.Kind == "emptyDir" && s.mount.MountPath != dir // others make their directory anew
			h.Readers = d.mayRead(c, s.mount.Volume, s.path)
			d.pod.Logging.HiddenLinks = append(d.pod.Logging.HiddenLinks, h)
		}
	}
}

// logsExplicitly tells whether settings in sight name the log's target outside dir.
func (c *draftContainer) logsExplicitly(dir string) bool {
	for i := range c.out.Logs {
		if l := &c.out.Logs[i]; l.Rung < 5 && l.Purpose != "error" && (l.Sink != "file" || !under(l.File, dir)) {
			return true
		}
	}
	return false
}

// settingsUnseen tells whether a volume whose contents are not in the set lies over the program's configuration.
func (c *draftContainer) settingsUnseen() bool {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		for _, conf := range c.image.Config {
			if !under(m.MountPath, conf) && !under(conf, m.MountPath) {
				continue
			}
			v := c.d.volumes[m.Volume]
			if v == nil || !v.Config || len(c.d.volumeFiles(m.Volume)) == 0 {
				return true
			}
		}
	}
	return false
}

// refills tells whether an init container, or the container itself before its program, writes into the volume.
func (d *draft) refills(c *draftContainer, volume string) bool {
	for _, o := range d.containers {
		if o.out.Class == "init" && o.mounts(volume) != nil {
			return true
		}
	}
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == volume && f.Origin == "script" && writes(f) {
			return true
		}
	}
	return false
}

// mayRead lists the running neighbours that read what lies at a place of the volume, or that mount the volume for a reason out of sight.
func (d *draft) mayRead(c *draftContainer, volume, at string) []string {
	var out []string
	for _, o := range d.containers {
		if o != c && o.running() && o.mounts(volume) != nil && (o.readsIn(volume, at) || !o.closed() && !o.onlyKeepsOwn(volume)) {
			out = append(out, o.out.Name)
		}
	}
	return out
}

// readsIn tells whether the container reads files that lie in the directory itself, where links are.
func (c *draftContainer) readsIn(volume, dir string) bool {
	return slices.ContainsFunc(c.out.Files, func(f FileUse) bool {
		return f.Volume == volume && reads(&f) && (path.Dir(f.VolumePath) == dir || (f.Dir || f.Glob) && overlaps(f.VolumePath, dir))
	})
}

// onlyKeepsOwn tells whether the container is known to write to the volume, which says what it mounts it for, and not to read there. Who
// follows logs by trade does both.
func (c *draftContainer) onlyKeepsOwn(volume string) bool {
	if c.followsLogs() || c.out.Role == "log-rotate" || c.out.Role == "exporter" {
		return false
	}
	wrote := false
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume == volume && reads(f) {
			return false
		}
		wrote = wrote || f.Volume == volume && writes(f) && f.Origin != "env" && f.Phase == "run"
	}
	return wrote
}
