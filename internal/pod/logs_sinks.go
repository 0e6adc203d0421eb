package pod

import (
	"path"
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// settleLogs says where each container's log goes, whether a link or a volume stands in between, and who streams it.
func (d *draft) settleLogs() {
	for _, c := range d.containers {
		for i := range c.facts {
			if f := &c.facts[i]; f.Kind == fact.Log && f.phase != "hook" && f.phase != "probe" {
				c.addLog(f)
			}
		}
	}
}

func (c *draftContainer) addLog(f *placed) {
	l := LogSink{
		Sink: f.Sink, File: f.File, Purpose: f.Purpose, Rung: f.Rung, Partial: f.Partial, Rotated: f.Rotated, Verified: f.origin != "image" || f.Verified,
		Origin: f.origin, Text: f.Text, Path: f.path,
	}
	if f.Sink == fact.SinkFile {
		c.settleLogFile(&l)
	}
	for i := range c.out.Logs {
		if o := &c.out.Logs[i]; o.Sink == l.Sink && o.File == l.File && o.Purpose == l.Purpose {
			return
		}
	}
	c.out.Logs = append(c.out.Logs, l)
}

func (c *draftContainer) settleLogFile(l *LogSink) {
	l.Volume, l.VolumePath = c.volumeOf(l.File)
	if c.linked(l.File) {
		l.Shadowed = l.Volume != "" && !c.relinked(l.Volume)
		l.Linked = !l.Shadowed
	}
	l.OftenLinked = l.Volume == "" && (!c.own || !c.out.Verified) && c.d.b.oftenLinked(l.File)
	l.StreamedBy = c.d.streamers(c, l)
	l.Partial = l.Partial || c.follows(l.File)
}

// follows tells whether a command of the container brings what is appended to the file to its stdout: it follows the file, or prints it in
// every round of an endless loop.
func (c *draftContainer) follows(file string) bool {
	log := &FileUse{VolumePath: file}
	return c.toStdout() && slices.ContainsFunc(c.out.Files, func(f FileUse) bool {
		return (f.Op == "tail" || f.Op == "read" && f.Endless) && f.Phase == "run" && f.Origin == "script" && !f.Kept && sameFile(log, &FileUse{VolumePath: f.File, Glob: f.Glob, Dir: f.Dir})
	})
}

// linked tells whether the image keeps a link to stdout or stderr where the log file is.
func (c *draftContainer) linked(file string) bool {
	if c.image == nil {
		return false
	}
	for _, dir := range c.image.LogLinks {
		if under(file, dir) || !path.IsAbs(file) && under(path.Join(path.Dir(dir), file), dir) { // relative to where the program is installed
			return true
		}
	}
	return slices.Contains(c.image.LinkedLogs, file)
}

// relinked tells whether an init container puts the links, or copies of them, on the volume that lies over them.
func (c *draftContainer) relinked(volume string) bool {
	return slices.ContainsFunc(c.d.containers, func(o *draftContainer) bool { return o.out.Class == "init" && o.putsLinks(volume) })
}

// oftenLinked tells whether images of which something is known keep links to stdout or stderr in the directory of the file, or may do so
// where a relative path leads: one that is built on such an image has them too.
func (b *Builder) oftenLinked(file string) bool {
	if !path.IsAbs(file) {
		return true
	}
	for i := range b.opt.Knowledge.Images {
		img := &b.opt.Knowledge.Images[i]
		if slices.Contains(img.LinkedLogs, file) || slices.ContainsFunc(img.LogLinks, func(dir string) bool { return under(file, dir) }) {
			return true
		}
	}
	return false
}

// streamers lists the containers that follow or read a log file on a shared volume. A script that keeps to itself what it reads, in a file
// of its own, brings nobody the log.
func (d *draft) streamers(c *draftContainer, l *LogSink) []string {
	out := d.tailers(c, l.File)
	if l.Volume == "" {
		return out
	}
	sink := &FileUse{VolumePath: l.VolumePath}
	for _, o := range d.containers {
		if o == c || !o.running() {
			continue
		}
		for i := range o.out.Files {
			if u := &o.out.Files[i]; u.Volume == l.Volume && reads(u) && sameFile(sink, u) && (!u.Kept || !o.closed()) {
				out = append(out, o.out.Name)
				break
			}
		}
	}
	return out
}
