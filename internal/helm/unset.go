package helm

import (
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
)

// unset is the key of the values that an action within a scalar of one line is to print and that is empty in all of them; empty: there is none.
func (o *origin) unset(value *manifest.Node) string {
	if value == nil || value.Type == manifest.Map || value.Type == manifest.List || !o.follows(value.Span) {
		return ""
	}
	at := value.Span
	l := &o.lines[at.Line-1]
	for i, h := range l.hits {
		if h.column < at.Column-1 || h.column > at.EndColumn-1 || o.marker.marks[h.id].action == nil || l.prints(i) {
			continue
		}
		if key := o.emptyKey(l.first + i); key != "" {
			return key
		}
	}
	return ""
}

// follows tells whether a span is of one line whose marks are known.
func (o *origin) follows(at manifest.Span) bool {
	return at.EndLine == at.Line && at.Line >= 1 && at.Line <= len(o.lines) && o.lines[at.Line-1].known
}

// prints tells whether there is text behind a mark, before the next one.
func (l *line) prints(i int) bool {
	end := utf8.RuneCountInString(strings.TrimRight(l.text, " \r"))
	if i+1 < len(l.hits) {
		end = l.hits[i+1].column
	}
	return end > l.hits[i].column
}

// emptyKey is the first of the keys that an action prints, where all of them are empty.
func (o *origin) emptyKey(made int) string {
	read := o.read(made)
	if read == nil || len(read.keys) == 0 {
		return ""
	}
	for _, key := range read.keys {
		for _, full := range expand(o.layers, key) {
			if !isEmpty(o.layers, full) {
				return ""
			}
		}
	}
	if len(read.keys[0]) == 0 {
		return ""
	}
	return dotted(read.keys[0])
}

// isEmpty tells whether no file of values sets a key, or the last that does sets nothing.
func isEmpty(layers []layer, key manifest.Path) bool {
	for i := range layers {
		if overridden(layers[i].set, dotted(layers[i].key(key))) {
			return false
		}
		if value := layers[i].get(key); value != nil {
			return value.Type == manifest.Null || value.Type == manifest.String && value.Text == ""
		}
	}
	return true
}
