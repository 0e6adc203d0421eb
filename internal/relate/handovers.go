package relate

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// How many changes of files, and mounts, are listed with each file that is read, so that what a manifest may ask for stays bounded.
const (
	mostMeeting = 64
	mostApart   = 16
)

// handovers lists the files that containers hand to each other, at the reader's end.
func handovers(all *places) []pod.Handover {
	var out []pod.Handover
	for i, c := range all.pod.Containers {
		for j := range c.Files {
			if f := &c.Files[j]; reads(f) && placed(f) {
				out = append(out, all.handover(i, f))
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

func (p *places) handover(reader int, f *pod.FileUse) pod.Handover {
	c := p.pod.Containers[reader]
	h := pod.Handover{
		Container: p.named[reader], Op: f.Op, Does: "reads", File: f.File, Volume: f.Volume, Kind: f.VolumeKind, In: f.VolumePath, Wide: f.Dir || f.Glob, Pattern: f.Glob,
		ThisPod: f.ThisPod, Spans: spans(c, f), Phase: f.Phase, Tool: f.Tool, Ignorable: f.Ignorable, Endless: f.Endless, Awaited: f.Awaited, Held: f.Held, Kept: f.Kept, Retries: f.Retries, ByName: f.ByName, Whole: f.Whole,
		Detached: f.Detached, Delayed: f.Delayed, Certainty: f.Certainty, Origin: f.Origin, Text: f.Text, Path: f.Path, At: settingOf(c, f),
	}
	if f.Op == "tail" {
		h.Does = "follows"
	}
	if m := mountOf(c, f); m != nil && f.Volume != "" {
		h.Mount, h.SubPath, h.ReadOnly, h.MountPath = m.MountPath, m.SubPath, m.ReadOnly, m.Path
	}
	h.Mounts = p.mountings(reader, f)
	p.inside(&h, reader, f)
	p.outside(&h, reader, f)
	return h
}

// mountings are the reader and the first others that mount the volume of a file.
func (p *places) mountings(reader int, f *pod.FileUse) []pod.Mounting {
	var out []pod.Mounting
	others := 0
	for i, c := range p.pod.Containers {
		if i != reader && others == mostMeeting {
			continue
		}
		m := p.mounting(i, f.Volume)
		if m == nil {
			continue
		}
		if m.Self = i == reader; !m.Self {
			others++
		}
		m.Seen = sight(c, f, m.Self)
		out = append(out, *m)
	}
	return out
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
func (p *places) mounting(owner int, volume string) *pod.Mounting {
	if volume == "" {
		return nil
	}
	var out *pod.Mounting
	c := p.pod.Containers[owner]
	for i := range c.Mounts {
		m := &c.Mounts[i]
		if m.Volume != volume {
			continue
		}
		if out == nil {
			out = &pod.Mounting{Container: p.named[owner], Running: c.Running, Does: p.does(owner, volume), Path: m.Path}
		}
		out.Writable = out.Writable || !m.ReadOnly
	}
	return out
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

// inside adds what is done to files where the file lies: what meets it, and of the rest the first.
func (p *places) inside(h *pod.Handover, reader int, f *pod.FileUse) {
	on := p.on(reader, f)
	met := map[int]string{}
	for _, n := range on.near(f) {
		g := on.uses[n].file
		if reads(g) {
			continue
		}
		if meets := meets(f, g); meets != "apart" {
			met[n] = meets
			h.Met = true
			h.Written = h.Written || on.uses[n].owner != reader && writes(g) && g.Tool != "logrotate" && meets != "near"
		}
	}
	for _, n := range on.listed(met) {
		i := on.uses[n].owner
		w := change(p.pod.Containers[i], p.named[i], i == reader, on.uses[n].file)
		w.Meets = cmp.Or(met[n], "apart")
		h.Writes = append(h.Writes, w)
	}
}

// listed gives the changes that a reader is told of, in order: so many that meet its file, and so many that do not.
func (l *lying) listed(met map[int]string) []int {
	out := slices.Sorted(maps.Keys(met))
	out = out[:min(len(out), mostMeeting)]
	apart := 0
	for _, n := range l.changes {
		if apart == mostApart {
			break
		}
		if met[n] == "" {
			out = append(out, n)
			apart++
		}
	}
	slices.Sort(out)
	return out
}

// outside adds what others write elsewhere that bears the name of the file, or is a log.
func (p *places) outside(h *pod.Handover, reader int, f *pod.FileUse) {
	for _, n := range p.elsewhere(f) {
		i, g := p.writes[n].owner, p.writes[n].file
		if i == reader || f.Volume != "" && g.Volume == f.Volume || len(h.Outside) == mostApart {
			continue
		}
		w := change(p.pod.Containers[i], p.named[i], false, g)
		w.Meets = "apart"
		h.Outside = append(h.Outside, w)
	}
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
