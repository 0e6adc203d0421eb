package config

import "github.com/podlint/podlint/internal/manifest"

// Templates are the paths of pod templates by "group/Kind", as the pod model takes them; nil when the file names none.
func (c *Config) Templates() map[string]manifest.Path {
	if len(c.Kinds) == 0 {
		return nil
	}
	out := make(map[string]manifest.Path, len(c.Kinds))
	for _, k := range c.Kinds {
		path := make(manifest.Path, 0, len(k.Template))
		for _, step := range k.Template {
			path = append(path, step)
		}
		out[k.Group+"/"+k.Kind] = path
	}
	return out
}
