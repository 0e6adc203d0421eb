package suppress

import (
	"bytes"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// ofValues returns the suppressions in files of values. They stand for what the values beside them bring about in templates.
func ofValues(set *manifest.Set) []*suppression {
	seen := map[string]bool{}
	var all []*suppression
	for _, o := range set.Values {
		data := set.Sources[o.File]
		if seen[o.File] || !bytes.Contains(data, []byte("podlint:")) {
			continue
		}
		seen[o.File] = true
		for _, s := range comments(data, []*manifest.Object{o}) {
			s.object, s.items = nil, nil
			if !s.wholeFile && s.bad == "" {
				s.values = entriesAt(nil, o.Root, s.line)
			}
			all = append(all, s)
		}
	}
	return all
}

// entriesAt adds the entries of maps and lists that begin on a line.
func entriesAt(all []manifest.Span, n *manifest.Node, line int) []manifest.Span {
	for i := range n.Fields {
		f := &n.Fields[i]
		if f.Span.Line == line {
			all = append(all, manifest.Span{Line: f.Span.Line, Column: f.Span.Column, EndLine: f.Value.Span.EndLine, EndColumn: f.Value.Span.EndColumn})
		}
		all = entriesAt(all, f.Value, line)
	}
	for _, item := range n.Items {
		if item.Span.Line == line {
			all = append(all, item.Span)
		}
		all = entriesAt(all, item, line)
	}
	return all
}

// coversSetting tells whether one of the keys that made what is reported is covered.
func (s *suppression) coversSetting(v *lint.Violation) bool {
	for i := range v.Related {
		r := &v.Related[i]
		if r.File != s.file || !r.IsSetting() {
			continue
		}
		if s.wholeFile {
			return true
		}
		for _, span := range s.values {
			if inside(span, r.Line, r.Column) {
				return true
			}
		}
	}
	return false
}
