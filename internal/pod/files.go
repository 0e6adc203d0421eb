package pod

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// settleFiles places every file that a container uses on the volume where it lies.
func (d *draft) settleFiles() {
	for _, c := range d.containers {
		for i := range c.facts {
			f := &c.facts[i]
			switch {
			case f.Kind == fact.File && f.File != "":
				c.addFile(f, string(f.Op))
			case f.Kind == fact.Log && f.Sink == fact.SinkFile && f.File != "":
				c.addFile(f, string(fact.Append))
			}
		}
	}
	for _, c := range d.containers {
		c.addUncoveredLogs()
		c.stopEmptied()
		c.settleFollowers()
	}
	d.markFollowedLogs()
}

func (c *draftContainer) addFile(f *placed, op string) {
	u := c.fileUse(f, op)
	for i := range c.out.Files {
		if o := &c.out.Files[i]; o.Op == u.Op && o.File == u.File && o.Phase == u.Phase {
			o.merge(&u)
			return
		}
	}
	c.out.Files = append(c.out.Files, u)
	if u.Dir && (op == "serve" || op == "tail") {
		c.addBelow(u)
	}
}

func (c *draftContainer) fileUse(f *placed, op string) FileUse {
	u := FileUse{
		Op: op, File: c.fromWorkingDir(f.File), Dir: f.Dir, Glob: f.Glob, Endless: f.Endless, Phase: f.phase, Wait: f.Wait, Awaited: f.Awaited, Held: c.held(f), Kept: f.Kept || asksOnly[f.Tool], Ignorable: f.Ignorable,
		Verified: f.origin != "image" || f.Verified, Origin: f.origin, Text: f.Text, Path: f.path, Tool: f.tool(), As: f.As,
	}
	c.placeOnVolume(&u)
	u.Log = f.Kind == fact.Log || logOps[op] && looksLikeLog(u.File) && !c.noLog(u.File)
	u.Linked = u.Volume == "" && f.Kind == fact.Log && c.linked(u.File)
	u.Grows = !f.Rotated && f.grows(op, c.phase())
	u.Guarded = f.Unless != "" && under(u.File, f.Unless)
	u.Renames, u.Positions, u.Private = f.renames(op), f.Purpose == fact.PurposePositions, f.Private
	c.follow(&u, f)
	return u
}

// placeOnVolume says on which volume the file lies, when it lies on one.
func (c *draftContainer) placeOnVolume(u *FileUse) {
	s, ok := c.resolve(u.File)
	if !ok || !strings.HasPrefix(u.File, "/") && !strings.Contains(u.File, ":") {
		return
	}
	u.Volume, u.VolumePath, u.MountRO, u.VolumeKind = s.mount.Volume, s.path, s.mount.ReadOnly, s.mount.Kind
	u.Dir = u.Dir || base(u.File) == u.File
	u.ThisPod = c.d.alone(u.File) || c.subPathAlone(s.mount)
}

// asksOnly are the tools that look whether a file is there, or how large it is, and read nothing of it.
var asksOnly = map[string]bool{"test": true, "[": true, "stat": true, "ls": true, "find": true}

// logOps are the uses by which the name of a file tells a log.
var logOps = map[string]bool{"append": true, "write": true, "tail": true}

// tool is the command that uses the file, and logrotate where its configuration names the file.
func (f *placed) tool() string {
	if f.Format == "logrotate" {
		return f.Format
	}
	return f.Tool
}

// grows tells whether a program logs to the file, or a command goes on adding to it, or adding files: under names that are others each
// time, or to a directory. A copy of the same files is not more of them.
func (f *placed) grows(op, phase string) bool {
	switch {
	case f.Kind == fact.Log:
		return phase != "init"
	case !f.Endless:
		return false
	case op == "create":
		return f.Fresh
	}
	return op == "append" || op == "write" && (f.Fresh || f.Dir && !copies[f.Tool])
}

// copies are the tools that put the same files again where they have put them before.
var copies = map[string]bool{"cp": true, "install": true, "ln": true, "rsync": true, "tar": true, "unzip": true, "mkdir": true}

// fromWorkingDir is the file as the container's root directory sees it; without a working directory in sight it stays relative.
func (c *draftContainer) fromWorkingDir(file string) string {
	if c.spec == nil || c.spec.WorkingDir == "" || absolute(file) {
		return file
	}
	return path.Join(c.spec.WorkingDir, file)
}

// absolute holds for paths from the root, and from a Windows drive.
func absolute(file string) bool {
	return strings.HasPrefix(file, "/") || len(file) > 1 && file[1] == ':'
}

// merge takes over what another piece of evidence for the same use adds.
func (f *FileUse) merge(o *FileUse) {
	f.Ignorable, f.Guarded = f.Ignorable && o.Ignorable, f.Guarded && o.Guarded
	f.Positions = f.Positions || o.Positions
	f.Log, f.Grows, f.Endless = f.Log || o.Log, f.Grows || o.Grows, f.Endless || o.Endless
	f.mergeWaiting(o)
	f.mergeFollowing(o)
}

// mergeWaiting: it is held back where every wait for it is.
func (f *FileUse) mergeWaiting(o *FileUse) {
	f.Held = (f.Held || o.Held) && f.Held == f.Awaited && o.Held == o.Awaited
	f.Wait, f.Awaited, f.Kept = f.Wait || o.Wait, f.Awaited || o.Awaited, f.Kept && o.Kept
}

// addBelow repeats the use of a directory for each volume that is mounted somewhere below it.
func (c *draftContainer) addBelow(dir FileUse) {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if m.MountPath == dir.File || !under(m.MountPath, dir.File) {
			continue
		}
		u := dir
		u.File, u.Volume, u.VolumePath, u.VolumeKind, u.MountRO = m.MountPath, m.Volume, m.SubPath, m.Kind, m.ReadOnly
		if u.VolumePath == "" {
			u.VolumePath = "."
		}
		c.out.Files = append(c.out.Files, u)
	}
}

// looksLikeLog: the directory or the name says that the file is a log.
func looksLikeLog(file string) bool {
	name := strings.ToLower(path.Base(file))
	if strings.HasSuffix(name, ".log") || strings.HasSuffix(name, ".log*") || strings.Contains(name, "access_log") || strings.Contains(name, "error_log") || name == "log" || name == "logs" {
		return true
	}
	for dir := range strings.SplitSeq(strings.ToLower(path.Dir(file)), "/") {
		if dir == "log" || dir == "logs" {
			return true
		}
	}
	return false
}

// markFollowedLogs: a file that a neighbour follows is a log, whatever its name.
func (d *draft) markFollowedLogs() {
	for _, c := range d.containers {
		for i := range c.out.Files {
			f := &c.out.Files[i]
			if f.Op != "tail" || f.Volume == "" {
				continue
			}
			for _, o := range d.containers {
				for j := range o.out.Files {
					if w := &o.out.Files[j]; o != c && writes(w) && w.Volume == f.Volume && sameFile(w, f) {
						w.Log = true
					}
				}
			}
		}
	}
}

// writes tells whether the use changes a file's contents.
func writes(f *FileUse) bool { return f.Op == "write" || f.Op == "append" || f.Op == "create" }

// reads tells whether the use takes a file's contents in.
func reads(f *FileUse) bool {
	return f.Op == "read" || f.Op == "tail" || f.Op == "watch" || f.Op == "serve"
}

// SameFile tells whether two uses of one volume can concern one file.
func SameFile(a, b *FileUse) bool { return sameFile(a, b) }

// sameFile tells whether two uses of one volume can concern one file: equal paths, a directory above, a matching wildcard.
func sameFile(a, b *FileUse) bool {
	switch {
	case a.VolumePath == b.VolumePath:
		return true
	case a.Glob || b.Glob:
		return globsMeet(a, b)
	case a.Dir && under(b.VolumePath, a.VolumePath), b.Dir && under(a.VolumePath, b.VolumePath):
		return true
	case a.Dir && a.VolumePath == ".", b.Dir && b.VolumePath == ".":
		return true
	}
	return false
}

func globsMeet(a, b *FileUse) bool {
	if b.Glob && !a.Glob {
		a, b = b, a
	}
	if b.Dir {
		return overlaps(globRoot(a.VolumePath), b.VolumePath)
	}
	if b.Glob {
		return overlaps(globRoot(a.VolumePath), globRoot(b.VolumePath))
	}
	ok, err := path.Match(a.VolumePath, b.VolumePath)
	return ok || err != nil || strings.Contains(a.VolumePath, "**") && under(b.VolumePath, globRoot(a.VolumePath))
}

// LiesIn tells whether the part of the volume that a mount shows may hold the file, a part of the directory, or one that the wildcards match.
func (f *FileUse) LiesIn(m *Mount) bool {
	if m.SubPath == "" || m.SubPathExpr || f.VolumePath == "." || under(f.VolumePath, m.SubPath) || under(m.SubPath, f.VolumePath) {
		return true
	}
	return f.Glob && startsAlike(f.VolumePath, m.SubPath)
}

// startsAlike compares a pattern and a path part by part, as far as both go.
func startsAlike(pattern, name string) bool {
	patterns, parts := strings.Split(pattern, "/"), strings.Split(name, "/")
	for i := range min(len(patterns), len(parts)) {
		if patterns[i] == "**" {
			return true
		}
		if ok, err := path.Match(patterns[i], parts[i]); !ok && err == nil {
			return false
		}
	}
	return true
}

// globRoot is the directory above the first wildcard.
func globRoot(p string) string {
	i := strings.IndexAny(p, "*?[{")
	if i < 0 {
		return p
	}
	return path.Dir(p[:i] + "x")
}
