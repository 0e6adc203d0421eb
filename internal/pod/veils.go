package pod

import "strings"

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
