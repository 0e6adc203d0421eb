package relate

import (
	"path"

	"github.com/podlint/podlint/internal/pod"
)

// outputs lists what the containers do to files, container by container, in the order of the evidence.
func outputs(all *places) []pod.FileOutput {
	var out []pod.FileOutput
	for i, c := range all.pod.Containers {
		for j := range c.Files {
			f := &c.Files[j]
			if !f.Changes() || f.Linked {
				continue
			}
			x := output(all.named[i], c, f)
			x.Readers, x.Writers = all.ends(i, f)
			x.Mounts = all.mounts(i, f)
			x.DirMissing = all.dirMissing(c, f)
			out = append(out, x)
		}
	}
	return out
}

func output(name string, c *pod.Container, f *pod.FileUse) pod.FileOutput {
	x := pod.FileOutput{
		Container: name, Op: f.Op, File: f.File, Exact: f.Exact(), Dir: f.Dir, Glob: f.Glob, Volume: f.Volume, Kind: f.VolumeKind, In: f.VolumePath,
		ReadOnly: f.MountRO, HoldsMount: holdsMount(c, f.File), Phase: f.Phase, Endless: f.Endless, Grows: f.Grows, Log: f.Log, Private: f.Private,
		Ignorable: f.Ignorable, Guarded: f.Guarded, Tool: f.Tool, Origin: f.Origin, Certainty: f.Certainty, Text: f.Text, Path: f.Path,
	}
	if m := c.MountAt(f.File); m != nil && f.Volume != "" {
		x.Mount, x.DeclaredRO, x.MountPath = m.MountPath, m.DeclaredRO, m.Path
	}
	return x
}

func holdsMount(c *pod.Container, file string) bool {
	for i := range c.Mounts {
		if pod.Under(c.Mounts[i].MountPath, file) {
			return true
		}
	}
	return false
}

// ends lists who else has to do with a file: on a volume everybody who names it, elsewhere the container itself, by the paths that it sees.
func (p *places) ends(owner int, f *pod.FileUse) (readers, writers []pod.FileEnd) {
	on := p.on(owner, f)
	for _, n := range on.near(f) {
		i, g := on.uses[n].owner, on.uses[n].file
		list := &readers
		if g.Changes() {
			list = &writers
		}
		if g == f || len(*list) == mostMeeting {
			continue
		}
		if meets := meet(f, g); meets != "" {
			*list = append(*list, fileEnd(p.named[i], g, meets, i == owner))
		}
	}
	return readers, writers
}

// meet is how two uses concern one file. Without a volume the paths that the container sees are those of its own file system.
func meet(f, g *pod.FileUse) string {
	if f.Volume != "" {
		return f.Meets(g)
	}
	switch {
	case f.File == g.File:
		return "same"
	case path.IsAbs(f.File) && path.IsAbs(g.File) && (pod.Under(f.File, g.File) || pod.Under(g.File, f.File)):
		return "overlap"
	}
	return ""
}

func fileEnd(name string, f *pod.FileUse, meets string, self bool) pod.FileEnd {
	return pod.FileEnd{
		Container: name, Self: self, Op: f.Op, File: f.File, In: f.VolumePath, Meets: meets, Dir: f.Dir, Glob: f.Glob, Exact: f.Exact(), Phase: f.Phase,
		Endless: f.Endless, Ignorable: f.Ignorable, Tool: f.Tool, Origin: f.Origin, Certainty: f.Certainty, Text: f.Text, Path: f.Path,
	}
}

func (p *places) mounts(owner int, f *pod.FileUse) []pod.FileMount {
	if f.Volume == "" {
		return nil
	}
	var out []pod.FileMount
	for i, c := range p.pod.Containers {
		for j := range c.Mounts {
			m := &c.Mounts[j]
			if i == owner || m.Volume != f.Volume || len(out) == mostMeeting {
				continue
			}
			out = append(out, pod.FileMount{
				Container: p.named[i], Mount: m.MountPath, Holds: f.LiesIn(m), ReadOnly: m.ReadOnly, Seen: c.Seen.Files, Path: m.Path,
			})
		}
	}
	return out
}
