package pod

import "strings"

// Unrotated is a log on a volume that nothing is seen to bound.
type Unrotated struct {
	Container string   `json:"container"           jsonschema:"who writes it"`
	File      string   `json:"file"                jsonschema:"as the writer sees it; as the follower sees it when the writer is not known to write it"`
	More      int      `json:"more"                jsonschema:"other such logs of the container on the same volume"`
	Volume    string   `json:"volume"              jsonschema:"the volume on which it lies"`
	Kind      string   `json:"kind"                jsonschema:"that volume's kind"`
	Known     bool     `json:"known"               jsonschema:"the writing is in evidence; false when only a follower shows that somebody writes"`
	Rung      int      `json:"rung"                jsonschema:"evidence: 1 redirect or loop, 2 flag, 3 env, 4 configuration, 5 image default; 0 when the writing is not in evidence"`
	Doubtful  []string `json:"doubtful,omitempty"  jsonschema:"running neighbours of which nothing is known and that may write to the volume, rotate perhaps"`
	Path      Path     `json:"path"                jsonschema:"of the evidence; of the volume's name when the writing is not in evidence"`
}

// joinUnrotated finds the logs that grow without a bound in sight, of containers that go on.
func (d *draft) joinUnrotated() {
	for _, c := range d.companions() {
		if !c.goesOn() || c.out.Lifetime == "finite" && !c.waits() || bounded([]*draftContainer{c}) {
			continue
		}
		d.unrotated(c)
	}
}

func (d *draft) unrotated(c *draftContainer) {
	seen := map[string]int{}
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if !f.growsAsLog() || !d.unbounded(f.Volume) || d.lookedAfter(c, f) {
			continue
		}
		if j, ok := seen[f.Volume]; ok {
			d.pod.Logging.Unrotated[j].More++
			continue
		}
		seen[f.Volume] = len(d.pod.Logging.Unrotated)
		d.pod.Logging.Unrotated = append(d.pod.Logging.Unrotated, Unrotated{
			Container: c.out.Name, File: f.File, Volume: f.Volume, Kind: f.VolumeKind,
			Known: true, Rung: c.rungOf(f), Doubtful: d.doubtful(c, f.Volume, true), Path: f.Path,
		})
	}
	for _, v := range d.pod.Volumes {
		if _, ok := seen[v.Name]; !ok && c.out.Opaque && !c.rotates(v.Name) && d.unbounded(v.Name) && c.mountsWritable(v.Name) {
			d.unseenLog(c, v)
		}
	}
}

// growsAsLog tells whether the use adds to a log for as long as the pod runs.
func (f *FileUse) growsAsLog() bool { return f.Log && f.Grows && f.Op == "append" && f.Phase == "run" }

// lookedAfter tells whether somebody bounds the log, whether it is content that is handed out, or whether an earlier container was named for it.
func (d *draft) lookedAfter(c *draftContainer, f *FileUse) bool {
	return d.trimmed(f) || d.handedOut(f) || c.rotatesFile(f) || d.namedBefore(c, f)
}

// unseenLog: a command follows one file of a volume on which only this container, of which nothing is known, can write.
func (d *draft) unseenLog(c *draftContainer, v *Volume) {
	for _, o := range d.companions() {
		for i := range o.out.Files {
			f := &o.out.Files[i]
			if o == c || f.Op != "tail" || f.Volume != v.Name || f.Glob || f.Dir || f.Origin != "script" || !d.loneWriter(c, f) || d.trimmed(f) || len(d.doubtful(c, v.Name, true)) > 0 {
				continue
			}
			d.pod.Logging.Unrotated = append(d.pod.Logging.Unrotated, Unrotated{Container: c.out.Name, File: f.File, Volume: v.Name, Kind: v.Kind, Path: v.Path.With("name")})
			return
		}
	}
}

// unbounded tells whether a volume may fill up: scratch space without a size limit, or a claim.
func (d *draft) unbounded(volume string) bool {
	v := d.volumes[volume]
	return v != nil && (v.Kind == "emptyDir" && v.SizeLimit == nil || v.Kind == "persistentVolumeClaim" || v.Kind == "ephemeral")
}

// trimmed tells whether a container removes, renames or empties the file, or rotates it.
func (d *draft) trimmed(f *FileUse) bool {
	for _, o := range d.containers {
		if !o.running() {
			continue
		}
		if (o.out.Role == "log-rotate" || o.runsCommand("logrotate")) && o.mounts(f.Volume) != nil || o.cuts(f) {
			return true
		}
	}
	return false
}

// cuts tells whether the container removes the file or writes it anew, again and again while the pod runs: what a script empties once, when
// it starts, grows from then on.
func (c *draftContainer) cuts(f *FileUse) bool {
	for i := range c.out.Files {
		w := &c.out.Files[i]
		anew := w.Op == "write" && (w.Endless || w.Origin != "script")
		if (w.Op == "remove" || anew) && w.Volume == f.Volume && sameFile(w, f) && w.Phase == "run" {
			return true
		}
	}
	return false
}

func (c *draftContainer) runsCommand(name string) bool {
	for i := range c.out.Commands {
		if c.out.Commands[i].Name == name {
			return true
		}
	}
	return false
}

// handedOut tells whether the file is content that a web server hands out.
func (d *draft) handedOut(f *FileUse) bool {
	for _, o := range d.containers {
		for i := range o.out.Files {
			if s := &o.out.Files[i]; s.Op == "serve" && s.Volume == f.Volume && sameFile(s, f) {
				return true
			}
		}
	}
	return false
}

// rotatesFile tells whether the writer's own settings rotate the file.
func (c *draftContainer) rotatesFile(f *FileUse) bool {
	for i := range c.out.Logs {
		if l := &c.out.Logs[i]; l.Volume == f.Volume && l.Rotated && overlaps(l.VolumePath, f.VolumePath) {
			return true
		}
	}
	return false
}

// namedBefore tells whether a variable of an earlier container names the same file: one of the two only reads it.
func (d *draft) namedBefore(c *draftContainer, f *FileUse) bool {
	for _, o := range d.companions() {
		if o == c || f.Origin != "env" {
			return false
		}
		for i := range o.out.Files {
			if w := &o.out.Files[i]; w.Log && w.Origin == "env" && w.Volume == f.Volume && w.VolumePath == f.VolumePath {
				return true
			}
		}
	}
	return false
}

// rungOf is the evidence for a log file: that of the log sink, else a command of a script.
func (c *draftContainer) rungOf(f *FileUse) int {
	for i := range c.out.Logs {
		if l := &c.out.Logs[i]; l.File == f.File {
			return l.Rung
		}
	}
	if f.Origin == "script" && !strings.HasPrefix(f.Text, "-") {
		return 1
	}
	return 2
}
