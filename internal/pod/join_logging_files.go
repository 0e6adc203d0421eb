package pod

import (
	"path"
	"slices"
)

// FileLog is a running container's log that goes to a file.
type FileLog struct {
	Container  string   `json:"container"              jsonschema:"who writes it"`
	File       string   `json:"file,omitempty"         jsonschema:"as the container sees it; absent when the configuration does not tell"`
	More       int      `json:"more"                   jsonschema:"other log files of the container with the same evidence and the same readers"`
	Volume     string   `json:"volume,omitempty"       jsonschema:"the volume on which it lies; absent when it lies on the container's own file system"`
	VolumeKind string   `json:"volume_kind,omitempty"  jsonschema:"that volume's kind"`
	Purpose    string   `json:"purpose,omitempty"      jsonschema:"access, error, audit; absent for the ordinary log"`
	Rung       int      `json:"rung"                   jsonschema:"evidence: 1 redirect, 2 flag, 3 env, 4 configuration, 5 image default"`
	Elsewhere  bool     `json:"elsewhere"              jsonschema:"the same lines, or another part of the container's log, are known to reach stdout, or the image links the file to stdout"`
	StreamedBy []string `json:"streamed_by,omitempty"  jsonschema:"running neighbours that follow, ship or read the file"`
	Doubtful   []string `json:"doubtful,omitempty"     jsonschema:"running neighbours that mount the volume and of which not everything is in sight"`
	Verified   bool     `json:"verified"               jsonschema:"rests on the manifest or on verified knowledge, not on the name of a variable or of an image"`
	Path       Path     `json:"path"                   jsonschema:"of the evidence"`
}

// joinFileLogs lists the log files of the containers that go on beside others.
func (d *draft) joinFileLogs() {
	for _, c := range d.companions() {
		first := len(d.pod.Logging.FileLogs)
		for i := range c.out.Logs {
			l := &c.out.Logs[i]
			if l.Sink != "file" || isPlaceholder(l.File) || c.unplaced(l) {
				continue
			}
			if same := lastAt(d.pod.Logging.FileLogs[first:], l.Path); same != nil && slices.Equal(same.StreamedBy, l.StreamedBy) {
				same.More++
				continue
			}
			d.pod.Logging.FileLogs = append(d.pod.Logging.FileLogs, d.fileLog(c, l))
		}
	}
}

// lastAt is the last log with evidence at a path.
func lastAt(logs []FileLog, at Path) *FileLog {
	for i := range slices.Backward(logs) {
		if slices.Equal(logs[i].Path, at) {
			return &logs[i]
		}
	}
	return nil
}

// unplaced: a path in a configuration that is relative to a directory built into an unknown image may well be a link to stdout there.
func (c *draftContainer) unplaced(l *LogSink) bool {
	return l.Rung == 4 && l.File != "" && !path.IsAbs(l.File) && (c.image == nil || !c.own)
}

func (d *draft) fileLog(c *draftContainer, l *LogSink) FileLog {
	out := FileLog{Container: c.out.Name, File: l.File, Volume: l.Volume, Purpose: l.Purpose, Rung: l.Rung, StreamedBy: l.StreamedBy, Path: l.Path}
	out.Elsewhere = l.Partial || l.Linked || l.Shadowed || c.partlyStdout(l.Rung)
	out.Verified = l.Verified && (l.Rung != 3 || c.image != nil && c.own)
	if v := d.volumes[l.Volume]; v != nil {
		out.VolumeKind = v.Kind
		out.Doubtful = d.doubtful(c, l.Volume, false)
	}
	return out
}

// partlyStdout tells whether a part of the container's log is known to go to stdout, beside a file of the given rung: access and error
// logs count for each other. That an image logs to stdout by default counts only where the file is a default too.
func (c *draftContainer) partlyStdout(rung int) bool {
	for i := range c.out.Logs {
		l := &c.out.Logs[i]
		if l.Purpose == "audit" || l.Rung == 5 && rung < 5 {
			continue
		}
		if l.Sink == "stdout" || l.Sink == "file" && (l.Partial || l.Linked) {
			return true
		}
	}
	return false
}

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
