package relate

import (
	"path"
	"slices"

	"github.com/podlint/podlint/internal/pod"
)

// logs lists where the containers' logs go, container by container. Files whose name a placeholder hides are left out.
func logs(p *pod.Pod) []pod.Log {
	named := names(p)
	var out []pod.Log
	for i, c := range p.Containers {
		first := len(out)
		for j := range c.Logs {
			l := &c.Logs[j]
			if pod.IsPlaceholder(l.File) {
				continue
			}
			x := pod.Log{
				Container: named[i], Sink: l.Sink, File: l.File, Volume: l.Volume, In: l.VolumePath, Purpose: l.Purpose, Linked: l.Linked, Covered: l.Shadowed, OftenLinked: l.OftenLinked, Partial: l.Partial,
				Rotated: l.Rotated, Certainty: l.Certainty, Origin: l.Origin, Text: l.Text, Path: l.Path,
			}
			if x.Volume == "" {
				x.ReadBy = l.StreamedBy
			}
			complete(p, named, i, &x)
			group(out[first:], &x)
			out = append(out, x)
		}
		for _, dir := range c.LogLinks {
			x := linksIn(c, named[i], dir)
			complete(p, named, i, &x)
			out = append(out, x)
		}
	}
	return out
}

// linksIn is a directory of an image in which log files are links to stdout.
func linksIn(c *pod.Container, name, dir string) pod.Log {
	x := pod.Log{
		Container: name, Sink: "file", File: dir, Dir: true, Linked: true, Certainty: pod.Guessed, Origin: "image", Text: "image default", Path: c.Image.Path,
	}
	if c.Verified {
		x.Certainty = pod.Known
	}
	var m *pod.Mount
	for i := range c.Mounts {
		if o := &c.Mounts[i]; pod.Under(dir, o.MountPath) && (m == nil || len(o.MountPath) > len(m.MountPath)) {
			m = o
		}
	}
	if m != nil {
		x.Linked, x.Covered, x.Volume, x.Path = false, true, m.Volume, m.Path
		x.In = path.Join(".", m.SubPath, dir[len(m.MountPath):])
	}
	return x
}

// complete adds who else has to do with the place.
func complete(p *pod.Pod, named []string, owner int, x *pod.Log) {
	if x.Volume == "" {
		return
	}
	use := &pod.FileUse{File: x.File, Volume: x.Volume, VolumePath: x.In, Dir: x.Dir}
	if m := mountOf(p.Containers[owner], use); m != nil {
		x.Kind, x.MountPath = m.Kind, m.MountPath
	}
	for i, c := range p.Containers {
		m := mounting(c, named[i], x.Volume)
		if m == nil {
			continue
		}
		m.Self, m.Seen = i == owner, "all"
		if !c.ToolsOnly {
			m.Seen = worse("told", c.Seen.Files)
		}
		x.Mounts = append(x.Mounts, *m)
		if !m.Self && c.Running && slices.ContainsFunc(c.Files, func(f pod.FileUse) bool { return brings(c, &f, use) }) {
			x.ReadBy = append(x.ReadBy, named[i])
		}
		handled(x, c, named[i], m.Self, use)
	}
}

// handled adds what a container's commands do to the log beside logging.
func handled(x *pod.Log, c *pod.Container, name string, self bool, use *pod.FileUse) {
	for j := range c.Files {
		g := &c.Files[j]
		if reads(g) || g.Volume != x.Volume || g.Origin != "script" || !touches(g, use) || self && g.File == x.File && g.Op != "remove" {
			continue
		}
		if len(x.Writes) == mostApart {
			return
		}
		w := change(c, name, self, g)
		w.Meets = meets(use, g)
		x.Writes = append(x.Writes, w)
	}
}

// brings tells whether a container reads the log. A script that keeps to itself what it reads brings nobody the log.
func brings(c *pod.Container, f, log *pod.FileUse) bool {
	return reads(f) && f.Volume == log.Volume && (!f.Kept || !c.ToolsOnly) && touches(f, log)
}

// touches tells whether a use can concern the log, or a log that lies in the directory itself.
func touches(f, log *pod.FileUse) bool {
	if log.Dir && !f.Dir && !f.Glob {
		return path.Dir(f.VolumePath) == log.VolumePath
	}
	return pod.SameFile(log, f)
}

// group counts a log of the same evidence and readers as an earlier one with that one.
func group(earlier []pod.Log, x *pod.Log) {
	for i := range earlier {
		if o := &earlier[i]; !o.Again && x.Sink == "file" && o.Sink == "file" && slices.Equal(o.Path, x.Path) && slices.Equal(o.ReadBy, x.ReadBy) {
			o.More++
			x.Again = true
			return
		}
	}
}
