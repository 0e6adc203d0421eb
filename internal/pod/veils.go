package pod

import (
	"path"
	"strings"
)

// groupedOnPurpose holds for pods that are no choice of containers that belong together: node agents, containers on the node itself,
// pods that a controller composes, tests, build agents with their tools.
func (d *draft) groupedOnPurpose() bool {
	p := d.pod
	return p.HostProcess || p.Test || p.Managed != "" || p.NodeAgent && p.HostNetwork || d.ciAgent()
}

// subcommand is the word that tells one program of a many-purpose image from another.
func (c *draftContainer) subcommand() string {
	if len(c.out.Argv) < 2 || strings.HasPrefix(c.out.Argv[1], "-") || c.program != nil && c.program.Shell != "" {
		return ""
	}
	return c.out.Argv[1]
}

// veiled tells whether something that the container does may be out of sight: its program, its settings, its environment.
func (c *draftContainer) veiled() bool {
	switch {
	case c.closed():
		return false
	case c.out.Opaque || c.out.EnvUnresolved:
		return true
	case !c.own && len(c.out.Argv) < 2:
		return true
	}
	for i := range c.out.Mounts {
		if v := c.d.volumes[c.out.Mounts[i].Volume]; v != nil && v.Kind == "configMap" && len(c.d.volumeFiles(v.Name)) == 0 {
			return true
		}
	}
	return false
}

// vendor is the registry path that two images share, empty when there is none: a public tool used twice is none.
func vendor(a, b *draftContainer) string {
	dir := path.Dir(a.out.Image.Repository)
	if dir == "." || a.out.Image.Registry != b.out.Image.Registry || path.Dir(b.out.Image.Repository) != dir {
		return ""
	}
	if a.out.Image.Repository == b.out.Image.Repository && a.out.Role == "tool" {
		return ""
	}
	return a.out.Image.Registry + "/" + dir
}
