package render

import "path"

// touched tells whether a named input has a part in the object: it is its source, one of its patches, or feeds its generator.
func (t *trace) touched() bool {
	if t.source != nil && t.p.isNamed(t.source.File) {
		return true
	}
	for _, k := range t.closure {
		for i := range k.patches {
			if c := &k.patches[i]; t.p.named[c.file] && c.changes(t) {
				return true
			}
		}
	}
	for _, w := range t.entries {
		for _, item := range items(w.in.object.Root.Get(w.at.With("files")...)) {
			if _, name := keyAndFile(item.Text); t.p.named[path.Join(w.in.dir, name)] {
				return true
			}
		}
	}
	return false
}

// isNamed tells a named input by the name that the user would type.
func (p *project) isNamed(file string) bool { return p.named[p.abs(file)] }
