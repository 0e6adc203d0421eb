package suppress

import (
	"bytes"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
)

// cure takes a name that has nothing to suppress out of a suppression, and the whole of it with its last name.
func (a *applier) cure(s *suppression, name, title string) *lint.Fix {
	out := &lint.Fix{Title: title, Safe: true, Edits: []lint.Edit{}}
	if len(s.path) > 0 {
		if s.at.Render == nil {
			out.Steps = []lint.Step{{Change: policy.Change{Op: "remove"}, Object: s.at, Path: s.path}}
		}
		return out
	}
	data := a.res.Sources[s.file]
	if data == nil {
		return out
	}
	syntax := manifest.NewSyntax(data)
	start, end := syntax.Offset(s.span.Line, s.span.Column), syntax.Offset(s.span.EndLine, s.span.EndColumn)
	edit := lint.Edit{File: s.file}
	if comment := string(data[start:end]); strings.Contains(comment, ",") {
		edit.Text = withoutName(comment, name)
	} else {
		start, end = wholeComment(data, start, end)
	}
	edit.Offset, edit.EndOffset = start, end
	at := syntax.Span(start, end)
	edit.Line, edit.Column, edit.EndLine, edit.EndColumn = at.Line, at.Column, at.EndLine, at.EndColumn
	out.Edits = append(out.Edits, edit)
	return out
}

// withoutName is a comment without one of the names in its list, which has others.
func withoutName(comment, name string) string {
	head, reason, hasReason := strings.Cut(comment, " -- ")
	words := strings.Split(head, " ")
	for i, word := range words {
		names := strings.Split(word, ",")
		if at := slices.Index(names, name); at >= 0 {
			words[i] = strings.Join(slices.Delete(names, at, at+1), ",")
			break
		}
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" || word == "," })
	head = strings.Join(words, " ")
	if hasReason {
		head += " -- " + reason
	}
	return head
}

// wholeComment is a comment with the spaces before it, or with its line when it has one for itself.
func wholeComment(data []byte, start, end int) (from, to int) {
	before := bytes.TrimRight(data[:start], " \t")
	if len(before) > 0 && before[len(before)-1] != '\n' {
		return len(before), end
	}
	if i := bytes.IndexByte(data[end:], '\n'); i >= 0 {
		return len(before), end + i + 1
	}
	return len(before), len(data)
}
