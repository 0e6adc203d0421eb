package relate

import (
	"path"

	"github.com/podlint/podlint/internal/pod"
)

// rights lists what containers of the manifest may do beyond the ordinary, container by container.
func rights(p *pod.Pod) []pod.Right {
	var out []pod.Right
	paths := hostPaths(p)
	for i, name := range names(p) {
		c := p.Containers[i]
		if c.Class == "injected" || c.Class == "ephemeral" {
			continue
		}
		out = append(out, declaredRights(name, &c.Security)...)
		out = append(out, nodeRights(name, c, paths)...)
		if r, ok := rootRight(name, c); ok {
			out = append(out, r)
		}
	}
	return out
}

func declaredRights(name string, s *pod.Security) []pod.Right {
	var out []pod.Right
	if on, _ := s.Privileged.Value.(bool); on {
		out = append(out, pod.Right{Container: name, Kind: "privileged", Origin: "container", Certainty: pod.Stated, Text: "privileged", Path: s.Privileged.Path})
	}
	for _, capability := range s.CapabilitiesAdded {
		out = append(out, pod.Right{
			Container: name, Kind: "capability", Name: capability, Origin: "container", Certainty: pod.Stated, Text: "capability " + capability, Path: s.CapabilitiesPath,
		})
	}
	return out
}

func hostPaths(p *pod.Pod) map[string]*pod.Volume {
	out := map[string]*pod.Volume{}
	for _, v := range p.Volumes {
		if v.Kind == "hostPath" {
			out[v.Name] = v
		}
	}
	return out
}

// nodeRights lists each path of the node once, at its first mount.
func nodeRights(name string, c *pod.Container, paths map[string]*pod.Volume) []pod.Right {
	var out []pod.Right
	listed := map[string]bool{}
	for i := range c.Mounts {
		m := &c.Mounts[i]
		v := paths[m.Volume]
		if v == nil || listed[v.Source] {
			continue
		}
		listed[v.Source] = true
		out = append(out, pod.Right{
			Container: name, Kind: "host-path", Name: path.Clean(v.Source), HostType: v.Type, Origin: "container", Certainty: pod.Stated, Text: "host path " + v.Source, Path: m.Path,
		})
	}
	return out
}

func rootRight(name string, c *pod.Container) (r pod.Right, ok bool) {
	u := &c.Security.RunAsUser
	if uid, known := u.Value.(int64); !known || uid != 0 {
		return r, false
	}
	r = pod.Right{Container: name, Kind: "root", Origin: u.Origin, Certainty: u.Certainty, Text: "user 0", Path: u.Path}
	if u.Origin == "image" {
		r.Path = c.Security.Path.With("runAsUser")
	}
	return r, true
}
