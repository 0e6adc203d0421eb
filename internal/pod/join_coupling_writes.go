package pod

import (
	"regexp"
	"strings"
)

// FailedWrite is a use of a file that fails because the mount it lies on is read-only.
type FailedWrite struct {
	Container  string `json:"container"             jsonschema:"who writes"`
	Op         string `json:"op"                    jsonschema:"write, append, create, remove, chmod"`
	Tool       string `json:"tool,omitempty"        jsonschema:"the command that does it"`
	File       string `json:"file"                  jsonschema:"what it writes, as it sees it"`
	Volume     string `json:"volume"                jsonschema:"the volume"`
	VolumeKind string `json:"volume_kind"           jsonschema:"its kind"`
	Reader     string `json:"reader,omitempty"      jsonschema:"another container that uses the file"`
	Path       Path   `json:"path"                  jsonschema:"of the write"`
	MountPath  Path   `json:"mount_path"            jsonschema:"of the mount"`
}

// SealedVolume is an emptyDir that every container mounts read-only, so that it stays empty.
type SealedVolume struct {
	Volume     string   `json:"volume"     jsonschema:"the volume"`
	Containers []string `json:"containers" jsonschema:"who mounts it"`
	Path       Path     `json:"path"       jsonschema:"of the volume's name"`
}

// joinFailedWrites finds the writes to read-only mounts: settings are always read-only, other volumes by the mount's own word.
func (d *draft) joinFailedWrites() {
	for _, c := range d.containers {
		for i := range c.out.Files {
			if f := &c.out.Files[i]; f.MountRO && c.out.Class != "ephemeral" && f.mustSucceed() && !c.isThere(f) {
				d.addFailedWrite(c, f)
			}
		}
	}
	for _, v := range d.pod.Volumes {
		d.sealed(v)
	}
}

// mustSucceed tells whether a change of a file is certain to be tried and its failure not tolerated.
func (f *FileUse) mustSucceed() bool {
	return !reads(f) && !f.Ignorable && f.Origin != "image" && f.Phase != "probe" && !strings.ContainsRune(f.File, '\uFFFD')
}

// isThere: mkdir -p of a mount, or of a directory above one, changes nothing.
func (c *draftContainer) isThere(f *FileUse) bool {
	return f.Op == "create" && (f.VolumePath == "." || f.Dir && c.mountBelow(f.File))
}

func (c *draftContainer) mountBelow(dir string) bool {
	for i := range c.out.Mounts {
		if under(c.out.Mounts[i].MountPath, dir) {
			return true
		}
	}
	return false
}

func (d *draft) addFailedWrite(c *draftContainer, f *FileUse) {
	w := FailedWrite{Container: c.out.Name, Op: f.Op, Tool: f.Tool, File: f.File, Volume: f.Volume, VolumeKind: f.VolumeKind, Path: f.Path, MountPath: c.mountOf(f).Path}
	v := d.volumes[f.Volume]
	if v == nil {
		return
	}
	if v.Config {
		d.pod.Coupling.ConfigWrites = append(d.pod.Coupling.ConfigWrites, w)
		return
	}
	if !c.mountOf(f).DeclaredRO {
		return
	}
	for _, o := range d.containers {
		if o != c && o.reads(f) {
			w.Reader = o.out.Name
		}
	}
	d.pod.Coupling.ReadOnlyWrites = append(d.pod.Coupling.ReadOnlyWrites, w)
}

// reads tells whether the container is known to read what another one writes.
func (c *draftContainer) reads(w *FileUse) bool {
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == w.Volume && reads(f) && sameFile(f, w) {
			return true
		}
	}
	return false
}

// sealed notes an emptyDir that two or more containers mount and none may write.
func (d *draft) sealed(v *Volume) {
	if v.Kind != "emptyDir" || len(v.MountedBy) < 2 || len(d.pod.Injectors) > 0 {
		return
	}
	s := SealedVolume{Volume: v.Name, Path: v.Path.With("name")}
	for i := range v.MountedBy {
		m := &v.MountedBy[i]
		if !m.ReadOnly {
			return
		}
		if len(s.Containers) == 0 || s.Containers[len(s.Containers)-1] != m.Container {
			s.Containers = append(s.Containers, m.Container)
		}
	}
	if len(s.Containers) > 1 {
		d.pod.Coupling.Sealed = append(d.pod.Coupling.Sealed, s)
	}
}

// Clash is one file that two containers write while both run.
type Clash struct {
	Container string `json:"container"  jsonschema:"the later container"`
	Other     string `json:"other"      jsonschema:"the earlier container"`
	Volume    string `json:"volume"     jsonschema:"the volume"`
	File      string `json:"file"       jsonschema:"the file, as the later container sees it"`
	Appends   bool   `json:"appends"    jsonschema:"both only append"`
	Path      Path   `json:"path"       jsonschema:"of the later container's write"`
	OtherPath Path   `json:"other_path" jsonschema:"of the earlier container's write"`
}

// joinClashes finds the files that two running containers write.
func (d *draft) joinClashes() {
	list := d.companions()
	for j, c := range list {
		for _, o := range list[:j] {
			if x := clash(c, o); x != nil {
				d.pod.Coupling.Clashes = append(d.pod.Coupling.Clashes, *x)
			}
		}
	}
}

func clash(c, o *draftContainer) *Clash {
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if !c.keepsWriting(f) {
			continue
		}
		for k := range o.out.Files {
			g := &o.out.Files[k]
			if g.Volume == f.Volume && g.VolumePath == f.VolumePath && o.keepsWriting(g) {
				return &Clash{
					Container: c.out.Name, Other: o.out.Name, Volume: f.Volume, File: f.File, Appends: f.Op == "append" && g.Op == "append",
					Path: f.Path, OtherPath: g.Path,
				}
			}
		}
	}
	return nil
}

// keepsWriting tells whether a use puts contents into one file of a volume while the container runs; emptying or moving a file is not that.
func (c *draftContainer) keepsWriting(f *FileUse) bool {
	if f.Volume == "" || f.VolumeKind == "hostPath" || f.Op != "write" && f.Op != "append" || f.Dir || f.Glob {
		return false
	}
	return f.Phase == "run" && f.written() && !empties[f.Tool] && c.out.Role != "log-rotate" && !emptying.MatchString(f.Text)
}

// written tells whether the command line or a configuration says that the file is written; a variable may as well name what is read.
func (f *FileUse) written() bool {
	return f.Origin != "image" && f.Origin != "env" && !strings.ContainsRune(f.File, '\uFFFD')
}

// emptying is a redirect of nothing into a file.
var emptying = regexp.MustCompile(`^\s*(:|true)?\s*>`)

// empties are tools that empty, rotate or replace a file as a whole.
var empties = map[string]bool{"truncate": true, "mv": true, "logrotate": true}
