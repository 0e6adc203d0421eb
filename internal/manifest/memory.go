package manifest

import (
	"bytes"

	"github.com/podlint/podlint/internal/source"
)

// Memory keeps what files were parsed to, so that a set of many files is read again at the cost of those that have changed: an object of a file
// that is the same, by name and bytes, is the same object. The zero value is ready. It is not safe for concurrent use, and a set is not to be
// used any more when the next one is read.
type Memory struct {
	files map[string]*kept
	fresh map[string]*kept // of the read that goes on
}

// kept is a file as it was parsed.
type kept struct {
	data    []byte // as it was given
	source  []byte // as UTF-8
	fresh   bool   // it was not remembered
	text    *text
	chunks  []chunk
	results []*parsed // by chunk
}

// Read is the function Read.
func (m *Memory) Read(files []source.File, workers int) *Set {
	m.fresh = make(map[string]*kept, len(files))
	set := readInto(files, workers, &Set{}, m)
	m.files, m.fresh = m.fresh, nil
	return set
}

// recall returns what a file was parsed to; nil when it is new or has changed.
func (m *Memory) recall(name string, data []byte) *kept {
	if m == nil {
		return nil
	}
	k := m.files[name]
	if k == nil || !sameBytes(k.data, data) {
		return nil
	}
	m.fresh[name] = k
	return k
}

// keep begins to remember a file.
func (m *Memory) keep(data []byte, t *text) *kept {
	k := &kept{data: data, text: t, fresh: true}
	if m != nil {
		m.fresh[t.name] = k
	}
	return k
}

// sameBytes compares contents, at no cost when they are those of the last time.
func sameBytes(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b)
}
