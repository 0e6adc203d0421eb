package pod

import (
	"cmp"
	"path"
	"strings"
)

// MissedFile is a file that a container reads from a shared volume and that nobody puts there.
type MissedFile struct {
	Reader     string `json:"reader"      jsonschema:"who reads"`
	Op         string `json:"op"          jsonschema:"read, watch, serve"`
	File       string `json:"file"        jsonschema:"what it reads, as it sees it"`
	Volume     string `json:"volume"      jsonschema:"the volume"`
	VolumePath string `json:"volume_path" jsonschema:"the file's path in the volume"`
	Writer     string `json:"writer"      jsonschema:"who writes elsewhere"`
	WriterFile string `json:"writer_file" jsonschema:"what it writes, as it sees it"`
	WriterIn   string `json:"writer_in"   jsonschema:"that file's path in the volume; empty when it lies on the writer's own file system"`
	Path       Path   `json:"path"        jsonschema:"of the read"`
	WriterPath Path   `json:"writer_path" jsonschema:"of the write"`
}

// joinMissedFiles finds the reads of scratch volumes that no writer can meet. Followed logs are left to the logging facts.
func (d *draft) joinMissedFiles() {
	for _, c := range d.containers {
		for i := range c.out.Files {
			f := &c.out.Files[i]
			if !c.expects(f) {
				continue
			}
			if m := d.missed(c, f); m != nil {
				d.pod.Coupling.Missed = append(d.pod.Coupling.Missed, *m)
				break
			}
		}
	}
}

// expects tells whether a use needs one file or directory of an emptyDir to be there.
func (c *draftContainer) expects(f *FileUse) bool {
	if f.VolumeKind != "emptyDir" || f.VolumePath == "." || f.Glob || f.Ignorable || c.out.Class == "ephemeral" {
		return false
	}
	certain := (f.Verified || f.Origin != "image") && !strings.ContainsRune(f.File, '\uFFFD')
	return certain && reads(f) && f.Op != "tail" && !looksOnly[f.Tool] && f.whileRunning()
}

// whileRunning: hooks and probes have their own ways to fail.
func (f *FileUse) whileRunning() bool { return f.Phase == "run" || f.Phase == "init" }

// looksOnly are tools that find out whether a file is there.
var looksOnly = map[string]bool{"[": true, "test": true, "ls": true, "find": true, "stat": true}

// missed returns the writer that misses the file, nil when some container may put it there.
func (d *draft) missed(c *draftContainer, f *FileUse) *MissedFile {
	var inside, elsewhere *MissedFile
	for _, w := range d.containers {
		mount := w.mounts(f.Volume)
		switch {
		case mount == nil && elsewhere == nil:
			elsewhere = outside(w, f)
		case mount == nil || w != c && mount.ReadOnly:
		default:
			g, may := w.mayWrite(f, w == c)
			if may {
				return nil
			}
			if g != nil && w != c && inside == nil {
				inside = &MissedFile{Writer: w.out.Name, WriterFile: g.File, WriterIn: g.VolumePath, WriterPath: g.Path}
			}
		}
	}
	return c.misses(f, cmp.Or(inside, elsewhere))
}

// mayWrite tells whether the container, the reader itself when own is set, may put f there; else it returns a write elsewhere on the volume.
func (c *draftContainer) mayWrite(f *FileUse, own bool) (elsewhere *FileUse, may bool) {
	if !c.closed() && (!own || !c.onlyServes(f)) {
		return nil, true
	}
	return c.writesElsewhere(f)
}

// misses completes what is known of the writer with what is known of the reader.
func (c *draftContainer) misses(f *FileUse, m *MissedFile) *MissedFile {
	if m != nil {
		m.Reader, m.Op, m.File, m.Volume, m.VolumePath, m.Path = c.out.Name, f.Op, f.File, f.Volume, f.VolumePath, c.serveSpot(f)
	}
	return m
}

// onlyServes: a web server does not make what it hands out.
func (c *draftContainer) onlyServes(f *FileUse) bool {
	return f.Op == "serve" && c.out.Role == "web-front"
}

// writesElsewhere returns a write to the volume of f, contents rather than an empty directory; meets is set when one of the
// container's changes can concern the file itself.
func (c *draftContainer) writesElsewhere(f *FileUse) (write *FileUse, meets bool) {
	for i := range c.out.Files {
		g := &c.out.Files[i]
		if g.Volume != f.Volume || reads(g) {
			continue
		}
		if sameFile(f, g) || overlaps(g.VolumePath, f.VolumePath) {
			return nil, true
		}
		if writes(g) && (write == nil || write.Op == "create") {
			write = g
		}
	}
	return write, false
}

// outside is a write of a file of the same name to the writer's own file system.
func outside(w *draftContainer, f *FileUse) *MissedFile {
	if !w.closed() {
		return nil
	}
	for i := range w.out.Files {
		g := &w.out.Files[i]
		if writes(g) && g.Volume == "" && path.IsAbs(g.File) && path.Base(g.File) == path.Base(f.File) {
			return &MissedFile{Writer: w.out.Name, WriterFile: g.File, WriterPath: g.Path}
		}
	}
	return nil
}
