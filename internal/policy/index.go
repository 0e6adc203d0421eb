package policy

import "hash/crc32"

// Entry is what is known of a rule without reading it: its METADATA and what it needs to be able to fire. The entries of the
// shipped rules are generated, because reading METADATA and compiling rules that cannot fire is most of a short run.
type Entry struct {
	File   string // path in the source's file system
	Digest uint32 // of the file's text; another text makes the entry stale, and the rule is read as a user's is
	Rule   Rule
	Name   string // last part of the package
	Need   *Need  // nil: the rule can always fire
}

// Digest tells whether a file is the one that an [Entry] was made from.
func Digest(text string) uint32 {
	return crc32.Checksum([]byte(text), crc32.MakeTable(crc32.Castagnoli))
}

// Index lists the entries of all rules in the order of category and id.
func (e *Engine) Index() []Entry {
	out := make([]Entry, 0, len(e.rules))
	for _, r := range e.rules {
		out = append(out, Entry{File: r.module.path, Digest: Digest(r.module.text), Rule: r.Rule, Name: r.name, Need: r.need})
	}
	return out
}

func (n *Entry) rule(m *module) *rule {
	r := &rule{Rule: n.Rule, module: m, name: n.Name, need: n.Need}
	r.File = m.file()
	return r
}

func entriesByFile(index []Entry) map[string]*Entry {
	out := make(map[string]*Entry, len(index))
	for i := range index {
		out[index[i].File] = &index[i]
	}
	return out
}
