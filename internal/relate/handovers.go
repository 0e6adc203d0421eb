package relate

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// How many changes of files are listed with each file that is read, so that what a manifest may ask for stays bounded.
const (
	mostMeeting = 64
	mostApart   = 16
)

// handovers lists the files that containers hand to each other, at the reader's end.
func handovers(p *pod.Pod) []pod.Handover {
	named := names(p)
	var out []pod.Handover
	for i, c := range p.Containers {
		for j := range c.Files {
			if f := &c.Files[j]; reads(f) && placed(f) {
				out = append(out, handover(p, named, i, f))
			}
		}
	}
	return out
}

func reads(f *pod.FileUse) bool {
	return f.Op == "read" || f.Op == "tail" || f.Op == "watch" || f.Op == "serve"
}

func writes(f *pod.FileUse) bool { return f.Op == "write" || f.Op == "append" || f.Op == "create" }

// placed tells whether it is known where the file lies, and worth to be looked at: on a volume, or followed.
func placed(f *pod.FileUse) bool {
	if strings.ContainsRune(f.File, '\uFFFD') || pod.IsPlaceholder(f.File) {
		return false
	}
	return f.Volume != "" || f.Op == "tail" && path.IsAbs(f.File)
}

func handover(p *pod.Pod, named []string, reader int, f *pod.FileUse) pod.Handover {
	c := p.Containers[reader]
	h := pod.Handover{
		Container: named[reader], Op: f.Op, Does: "reads", File: f.File, Volume: f.Volume, Kind: f.VolumeKind, In: f.VolumePath, Wide: f.Dir || f.Glob, Pattern: f.Glob,
		ThisPod: f.ThisPod, Spans: spans(c, f), Phase: f.Phase, Tool: f.Tool, Ignorable: f.Ignorable, Endless: f.Endless, Kept: f.Kept, Retries: f.Retries, ByName: f.ByName, Whole: f.Whole,
		Detached: f.Detached, Delayed: f.Delayed, Certainty: f.Certainty, Origin: f.Origin, Text: f.Text, Path: f.Path, At: settingOf(c, f),
	}
	if f.Op == "tail" {
		h.Does = "follows"
	}
	if m := mountOf(c, f); m != nil && f.Volume != "" {
		h.Mount, h.SubPath, h.ReadOnly, h.MountPath = m.MountPath, m.SubPath, m.ReadOnly, m.Path
	}
	for i, o := range p.Containers {
		if m := mounting(o, named[i], f.Volume); m != nil {
			m.Self = i == reader
			m.Seen = sight(o, f, m.Self)
			h.Mounts = append(h.Mounts, *m)
		}
		changes(&h, o, named[i], i == reader, f)
	}
	return h
}

// spans tells whether a mount lies below the path, or below the directory above its first wildcard.
func spans(c *pod.Container, f *pod.FileUse) bool {
	root := f.File
	if i := strings.IndexAny(root, "*?[{"); i >= 0 {
		root = path.Dir(root[:i] + "x")
	}
	for i := range c.Mounts {
		if m := &c.Mounts[i]; m.MountPath != root && pod.Under(m.MountPath, root) {
			return true
		}
	}
	return false
}

// settingOf is where the manifest decides what is read.
func settingOf(c *pod.Container, f *pod.FileUse) pod.Path {
	if m := mountOf(c, f); m != nil && f.Origin == "image" {
		return m.Path
	}
	return f.Path
}

// mountOf is the mount through which a container sees a file, nil when there is none.
func mountOf(c *pod.Container, f *pod.FileUse) *pod.Mount {
	var found *pod.Mount
	for i := range c.Mounts {
		m := &c.Mounts[i]
		in := pod.Under(f.File, m.MountPath) || found == nil && pod.Under(pod.Linked(f.File), pod.Linked(m.MountPath))
		if m.Volume == f.Volume && in && (found == nil || len(m.MountPath) > len(found.MountPath)) {
			found = m
		}
	}
	return found
}

// mounting says how a container mounts a volume, nil when it does not.
func mounting(c *pod.Container, name, volume string) *pod.Mounting {
	if volume == "" {
		return nil
	}
	var out *pod.Mounting
	for i := range c.Mounts {
		m := &c.Mounts[i]
		if m.Volume != volume {
			continue
		}
		if out == nil {
			out = &pod.Mounting{Container: name, Running: c.Running, Does: doing(c, volume), Path: m.Path}
		}
		out.Writable = out.Writable || !m.ReadOnly
	}
	return out
}

// doing is what a container is seen to do on a volume. A variable that names a file there does not tell which.
func doing(c *pod.Container, volume string) string {
	read, written := false, false
	for i := range c.Files {
		f := &c.Files[i]
		if f.Volume != volume {
			continue
		}
		read = read || reads(f)
		written = written || writes(f) && f.Origin != "env" && f.Phase == "run"
	}
	switch {
	case read && written:
		return "both"
	case read:
		return "reads"
	case written:
		return "writes"
	}
	return "nothing"
}

// sight tells how much is in sight of what a container may do with the file. What its image logs, and where, tells of a followed one.
func sight(c *pod.Container, f *pod.FileUse, self bool) string {
	followed := f.Op == "tail"
	switch {
	case c.ToolsOnly, self && f.Op == "serve" && c.Role == "web-front", followed && (c.Seen.Files == "all" || logsAsBuilt(c)):
		return "all"
	case c.Seen.Files == "all":
		return "told"
	}
	return c.Seen.Files
}

// logsAsBuilt tells whether a container runs a known image just as it is, with all its settings in sight, of which it is known where it logs.
func logsAsBuilt(c *pod.Container) bool {
	return c.OwnProgram && c.Verified && !c.Declared && len(c.LogLinks) > 0 && !c.ConfigHidden
}

// changes adds what a container writes where the file lies, and what it writes elsewhere that bears its name.
func changes(h *pod.Handover, c *pod.Container, name string, self bool, f *pod.FileUse) {
	for i := range c.Files {
		g := &c.Files[i]
		switch {
		case reads(g):
		case g.Volume == f.Volume && (f.Volume != "" || self):
			inside(h, c, name, self, f, g)
		case !self && writes(g) && path.IsAbs(g.File) && len(h.Outside) < mostApart:
			outside(h, change(c, name, false, g), f)
		}
	}
}

func inside(h *pod.Handover, c *pod.Container, name string, self bool, f, g *pod.FileUse) {
	meets := meets(f, g)
	h.Met = h.Met || meets != "apart"
	h.Written = h.Written || !self && writes(g) && g.Tool != "logrotate" && (meets == "same" || meets == "overlap")
	if listed(h.Writes, meets == "apart") { // most of many are not, and making them takes the most
		w := change(c, name, self, g)
		w.Meets = meets
		h.Writes = append(h.Writes, w)
	}
}

func outside(h *pod.Handover, w pod.FileWrite, f *pod.FileUse) {
	w.Meets = "apart"
	if w.Log || path.Base(w.File) == path.Base(f.File) {
		h.Outside = append(h.Outside, w)
	}
}

// listed tells whether one more change is listed.
func listed(list []pod.FileWrite, apart bool) bool {
	if len(list) == mostMeeting+mostApart {
		return false
	}
	n := 0
	for i := range list {
		if (list[i].Meets == "apart") == apart {
			n++
		}
	}
	if apart {
		return n < mostApart
	}
	return n < mostMeeting
}

func change(c *pod.Container, name string, self bool, g *pod.FileUse) pod.FileWrite {
	w := pod.FileWrite{
		Container: name, Self: self, Op: g.Op, File: g.File, Volume: g.Volume, In: g.VolumePath, Renames: g.Renames, Tool: g.Tool, Phase: g.Phase,
		Certainty: g.Certainty, Origin: g.Origin, Text: g.Text, Path: g.Path,
	}
	for i := range c.Logs {
		if l := &c.Logs[i]; l.Sink == "file" && l.File == g.File && l.File != "" {
			w.Log, w.Followed = true, w.Followed || l.Linked || len(l.StreamedBy) > 0
		}
	}
	return w
}

// meets compares a change with the file that is read. A directory that is made holds no file yet.
func meets(f, g *pod.FileUse) string {
	if f.Volume != "" && f.VolumePath == g.VolumePath {
		return "same"
	}
	a, b := *f, *g
	if f.Volume == "" {
		a.VolumePath, b.VolumePath = strings.TrimPrefix(f.File, "/"), strings.TrimPrefix(g.File, "/")
	}
	if g.Op == "create" {
		b.Dir = false
	}
	switch {
	case a.VolumePath == b.VolumePath:
		return "same"
	case logsInto(g) && !f.Dir && !f.Glob && path.Dir(a.VolumePath) != b.VolumePath:
		return nearness(&a, &b)
	case pod.SameFile(&a, &b):
		return "overlap"
	}
	return nearness(&a, &b)
}

// logsInto: an image logs into the directory itself.
func logsInto(g *pod.FileUse) bool { return g.Dir && g.Log && g.Origin == "image" }

func nearness(a, b *pod.FileUse) string {
	if pod.Overlaps(a.VolumePath, b.VolumePath) {
		return "near"
	}
	return "apart"
}
