package relate

import (
	"slices"

	"github.com/podlint/podlint/internal/pod"
)

// mostShares is how many pairs are listed, so that what a manifest may ask for stays bounded: twice as many as a hundred containers have that share
// one volume.
const mostShares = 10_000

// shares lists the volumes that two containers of the manifest mount which run side by side, pair by pair.
func shares(p *pod.Pod) []pod.SharedVolume {
	var out []pod.SharedVolume
	named := names(p)
	for i, a := range p.Containers {
		for j := i + 1; j < len(p.Containers) && companion(a) && len(out) < mostShares; j++ {
			if companion(p.Containers[j]) {
				out = append(out, sharedBy(p, a, p.Containers[j], named[i], named[j])...)
			}
		}
	}
	return out
}

// companion tells whether the manifest shows the container and it runs beside the others.
func companion(c *pod.Container) bool { return c.Class == "regular" || c.Class == "sidecar" }

func sharedBy(p *pod.Pod, a, b *pod.Container, first, second string) []pod.SharedVolume {
	var out []pod.SharedVolume
	for i := range a.Mounts {
		m := &a.Mounts[i]
		j := slices.IndexFunc(b.Mounts, func(n pod.Mount) bool { return n.Volume == m.Volume })
		if j < 0 || slices.ContainsFunc(out, func(s pod.SharedVolume) bool { return s.Volume == m.Volume }) {
			continue
		}
		n := &b.Mounts[j]
		s := pod.SharedVolume{
			Volume: m.Volume, Kind: m.Kind, Parts: "apart",
			Settings: m.Kind == "image", Ends: []pod.ShareEnd{end(a, m, first), end(b, n, second)},
		}
		if within(m.SubPath, n.SubPath) || within(n.SubPath, m.SubPath) {
			s.Parts = "meet"
		}
		if v := volume(p, m.Volume); v != nil {
			s.Settings = s.Settings || v.Config
		}
		out = append(out, s)
	}
	return out
}

func end(c *pod.Container, m *pod.Mount, name string) pod.ShareEnd {
	socket := slices.ContainsFunc(c.Listens, func(l pod.Listen) bool { return l.Volume == m.Volume }) ||
		slices.ContainsFunc(c.Dials, func(d pod.Dial) bool { return d.Volume == m.Volume })
	return pod.ShareEnd{
		Container: name, MountPath: m.MountPath, SubPath: m.SubPath, ReadOnly: m.ReadOnly, Propagation: m.Propagation, Socket: socket, Path: m.Path,
	}
}

func volume(p *pod.Pod, name string) *pod.Volume {
	if i := slices.IndexFunc(p.Volumes, func(v *pod.Volume) bool { return v.Name == name }); i >= 0 {
		return p.Volumes[i]
	}
	return nil
}
