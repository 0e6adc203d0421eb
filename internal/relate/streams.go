package relate

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// logStreams lists who follows whose log, follower by follower.
func logStreams(p *pod.Pod) []pod.LogStream {
	var out []pod.LogStream
	named := names(p)
	for i, to := range p.Containers {
		if !to.Running {
			continue
		}
		for j := range to.Files {
			f := &to.Files[j]
			if !follows(f) {
				continue
			}
			for k, from := range p.Containers {
				if k == i || !from.Running {
					continue
				}
				if certainty, aside := writesLog(p, from, f); certainty != "" {
					out = append(out, pod.LogStream{
						From: named[k], To: named[i], Volume: f.Volume, File: f.File, Aside: aside || speaksOfSide(f.File), Printed: to.Prints && !f.Kept,
						Certainty: pod.Weaker(certainty, f.Certainty), Path: f.Path,
					})
				}
			}
		}
	}
	return out
}

// follows tells whether a use takes in a log on a volume as it grows: tail, or a loop that prints it again and again.
func follows(f *pod.FileUse) bool {
	return f.Volume != "" && (f.Op == "tail" || f.Op == "read" && f.Endless && (f.Tool == "cat" || f.Tool == "tail"))
}

// writesLog says how sure it is that a container writes the file, empty when nothing speaks for it, and whether it is a log beside its
// ordinary one.
func writesLog(p *pod.Pod, c *pod.Container, f *pod.FileUse) (certainty string, aside bool) {
	for i := range c.Logs {
		l := &c.Logs[i]
		if l.Volume == f.Volume && pod.SameFile(&pod.FileUse{VolumePath: l.VolumePath}, f) {
			return l.Certainty, l.Purpose == "audit"
		}
	}
	for i := range c.Files {
		w := &c.Files[i]
		if (w.Op == "append" || w.Op == "write") && w.Volume == f.Volume && pod.SameFile(w, f) {
			return w.Certainty, false
		}
	}
	if c.Opaque && writable(c, f.Volume) && !written(p, f) {
		return pod.Guessed, false
	}
	return "", false
}

func writable(c *pod.Container, volume string) bool {
	return slices.ContainsFunc(c.Mounts, func(m pod.Mount) bool { return m.Volume == volume && !m.ReadOnly })
}

// written tells whether anybody is known to write the file.
func written(p *pod.Pod, f *pod.FileUse) bool {
	return slices.ContainsFunc(p.Containers, func(c *pod.Container) bool {
		return slices.ContainsFunc(c.Files, func(w pod.FileUse) bool {
			if w.Op == "create" { // a folder above it is not the file
				return w.Volume == f.Volume && w.VolumePath == f.VolumePath
			}
			return (w.Op == "append" || w.Op == "write") && w.Volume == f.Volume && pod.SameFile(&w, f)
		})
	})
}

// speaksOfSide tells whether a file's name says that it holds something beside the ordinary log.
func speaksOfSide(file string) bool {
	name := strings.ToLower(file)
	return slices.ContainsFunc([]string{"audit", "slow", "gc.log", "gc-"}, func(word string) bool { return strings.Contains(name, word) })
}
