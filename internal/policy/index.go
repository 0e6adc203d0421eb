package policy

import (
	"hash/crc32"
	"strings"
)

// Entry is what is known of a rule without reading it: its METADATA and its sieve. The entries of the
// shipped rules are generated, because reading METADATA and compiling rules that cannot fire is most of a short run.
type Entry struct {
	File   string // path in the source's file system
	Digest uint32 // of the file's text; another text makes the entry stale, and the rule is read as a user's is
	Rule   Rule
	Name   string // last part of the package
}

// Digest tells whether a file is the one that an [Entry] was made from.
func Digest(text string) uint32 {
	return crc32.Checksum([]byte(text), crc32.MakeTable(crc32.Castagnoli))
}

// Index lists the entries of all rules in the order of category and id.
func (e *Engine) Index() []Entry {
	out := make([]Entry, 0, len(e.rules))
	for _, r := range e.rules {
		out = append(out, Entry{File: r.module.path, Digest: Digest(r.module.text), Rule: r.Rule, Name: r.name})
	}
	return out
}

func (n *Entry) rule(m *module) *rule {
	r := &rule{Rule: n.Rule, module: m, name: n.Name}
	r.File = m.file()
	return r
}

// entries are those of the index by file; without those of rules that were changed. There are none when the library is not the one that
// they were made with, since conditions of a rule may lie in a function that it imports.
func (src Source) entries(found []*module) map[string]*Entry {
	if len(src.Index) == 0 || libraryDigest(found) != src.Library {
		return nil
	}
	out := make(map[string]*Entry, len(src.Index))
	for i := range src.Index {
		out[src.Index[i].File] = &src.Index[i]
	}
	for _, m := range found {
		if entry := out[m.path]; entry != nil && entry.Digest != Digest(m.text) {
			delete(out, m.path)
		}
	}
	return out
}

// Sieves are those of all rules and of what they ask for, by package and name.
func (e *Engine) Sieves() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, r := range e.rules {
		e.sieves.gather(out, r.module.name(), "violation")
	}
	return out
}

// Library is the digest of the shipped library that the engine holds.
func (e *Engine) Library() uint32 { return libraryDigest(e.modules) }

// isLibrary holds for the shipped library.
func (m *module) isLibrary() bool { return m.source == "" && strings.HasPrefix(m.path, "lib/") }

func libraryDigest(all []*module) uint32 {
	digest := uint32(0)
	for _, m := range all {
		if m.isLibrary() {
			digest = crc32.Update(digest, crc32.MakeTable(crc32.Castagnoli), []byte(m.path+"\x00"+m.text))
		}
	}
	return digest
}
