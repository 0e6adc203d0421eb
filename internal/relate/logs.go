package relate

import (
	"path"

	"github.com/podlint/podlint/internal/pod"
)

// logs lists where the containers' logs go, container by container. Files whose name a placeholder hides are left out.
func logs(all *places) []pod.Log {
	var out []pod.Log
	for i, c := range all.pod.Containers {
		for j := range c.Logs {
			l := &c.Logs[j]
			if pod.IsPlaceholder(l.File) {
				continue
			}
			x := pod.Log{
				Container: all.named[i], Sink: l.Sink, File: l.File, Volume: l.Volume, In: l.VolumePath, Purpose: l.Purpose, Covered: l.Shadowed, OftenLinked: l.OftenLinked, Partial: l.Partial,
				Rotated: l.Rotated, Certainty: l.Certainty, Origin: l.Origin, Text: l.Text, Path: l.Path,
			}
			if l.Linked {
				x.Sink = "stdout"
			}
			if x.Volume == "" {
				x.ReadBy = l.StreamedBy
			}
			all.complete(i, &x)
			out = append(out, x)
		}
		for _, dir := range c.LogLinks {
			x := linksIn(c, all.named[i], dir)
			all.complete(i, &x)
			out = append(out, x)
		}
	}
	return out
}

// linksIn is a directory of an image in which log files are links to stdout.
func linksIn(c *pod.Container, name, dir string) pod.Log {
	x := pod.Log{
		Container: name, Sink: "stdout", File: dir, Dir: true, Certainty: pod.Guessed, Origin: "image", Text: "image default", Path: c.Image.Path,
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
		x.Sink, x.Covered, x.Volume, x.Path = "file", true, m.Volume, m.Path
		x.In = path.Join(".", m.SubPath, dir[len(m.MountPath):])
	}
	return x
}

// complete adds who else has to do with the place.
func (p *places) complete(owner int, x *pod.Log) {
	if x.Volume == "" {
		return
	}
	use := &pod.FileUse{File: x.File, Volume: x.Volume, VolumePath: x.In, Dir: x.Dir}
	if m := mountOf(p.pod.Containers[owner], use); m != nil {
		x.Kind, x.MountPath = m.Kind, m.MountPath
	}
	read := p.readers(use)
	for i, c := range p.pod.Containers {
		m := p.mounting(i, x.Volume)
		if m == nil || i != owner && len(x.Mounts) >= mostMeeting {
			continue
		}
		m.Self, m.Seen = i == owner, "all"
		if !c.ToolsOnly {
			m.Seen = worse("told", c.Seen.Files)
		}
		x.Mounts = append(x.Mounts, *m)
		if !m.Self && c.Running && read[i] {
			x.ReadBy = append(x.ReadBy, p.named[i])
		}
	}
}

// readers are the numbers of the containers that read a log.
func (p *places) readers(log *pod.FileUse) map[int]bool {
	out := map[int]bool{}
	on := p.on(0, log)
	for _, n := range on.near(log) {
		if i := on.uses[n].owner; brings(p.pod.Containers[i], on.uses[n].file, log) {
			out[i] = true
		}
	}
	return out
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
