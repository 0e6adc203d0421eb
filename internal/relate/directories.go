package relate

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// dirMissing tells whether the directory in which a container changes a file is sure not to be there: an emptyDir starts empty, and a directory
// below its root comes of a subPath, of a mount within it, or of somebody who makes it.
func (p *places) dirMissing(c *pod.Container, f *pod.FileUse) bool {
	dir := path.Dir(f.VolumePath)
	if f.Dir {
		dir = f.VolumePath
	}
	if f.VolumeKind != "emptyDir" || dir == "." || !f.Exact() || strings.ContainsAny(dir, "*?[") {
		return false
	}
	for _, o := range p.pod.Containers {
		known := o.Seen.Files == "all" || o == c && f.Origin == "image"
		if mountMakes(o, f.Volume, dir) || !known && mountsWritable(o, f.Volume) {
			return false
		}
	}
	return !p.makesDir(f, dir)
}

// mountMakes: the runtime makes the directory of a subPath, and the place of a mount that lies within another.
func mountMakes(c *pod.Container, volume, dir string) bool {
	for i := range c.Mounts {
		m := &c.Mounts[i]
		if m.Volume != volume {
			continue
		}
		if m.SubPath != "" && pod.Under(m.SubPath, dir) || holdsOther(c, m, dir) {
			return true
		}
	}
	return false
}

// holdsOther tells whether another mount lies at the directory, or below it, within the mount.
func holdsOther(c *pod.Container, m *pod.Mount, dir string) bool {
	at := path.Join(m.MountPath, dir)
	for i := range c.Mounts {
		if o := &c.Mounts[i]; o != m && pod.Under(o.MountPath, at) {
			return true
		}
	}
	return false
}

func mountsWritable(c *pod.Container, volume string) bool {
	for i := range c.Mounts {
		if m := &c.Mounts[i]; m.Volume == volume && !m.ReadOnly {
			return true
		}
	}
	return false
}

// makesDir tells whether a container makes the directory, copies a tree in which it may be, or runs a program that puts files there and may make it. A
// redirect makes no directories, nor does what opens the very file.
func (p *places) makesDir(f *pod.FileUse, dir string) bool {
	on := p.on(0, f)
	for _, n := range on.near(&pod.FileUse{Volume: f.Volume, VolumePath: dir}) {
		g := on.uses[n].file
		if g == f || !puts(g) {
			continue
		}
		switch {
		case pod.Under(g.VolumePath, dir):
			if g.Dir || !opensOnly(f, g) {
				return true
			}
		case g.Dir && (g.VolumePath == "." || pod.Under(dir, g.VolumePath)):
			return true
		}
	}
	return false
}

func puts(g *pod.FileUse) bool { return g.Changes() && g.Op != "remove" && g.Op != "chmod" }

// opensOnly: what a shell sends to a file, and the other logs of one image, come into directories that are there.
func opensOnly(f, g *pod.FileUse) bool {
	if g.Origin == "script" && (g.Tool == "tee" || g.Tool == "" && strings.Contains(g.Text, ">")) {
		return true
	}
	return g.Log && f.Log && g.Origin == "image" && f.Origin == "image"
}
