package report

import (
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// maxBuilds is how many builds formats with little room name; the others are counted.
const maxBuilds = 5

// unknownLine says of a place that it is only the start of what was built.
const unknownLine = "; which line made the value is not known"

// renderedBy names the builds that show a violation as place knows them, at most that many, and says when the line is not known. It is
// empty for a manifest that was read as it is.
func renderedBy(r *lint.Rendered, place func(string) string, most int) string {
	if r == nil {
		return ""
	}
	names := make([]string, 0, len(r.From))
	for _, name := range r.From[:min(most, len(r.From))] {
		names = append(names, place(name))
	}
	text := "by " + strings.Join(names, ", ")
	if more := len(r.From) - len(names); more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	if !r.Known {
		text += unknownLine
	}
	return Printable(text)
}

// messageOf is the message for formats that have no other place for the builds: in brackets at the end.
func messageOf(v *lint.Violation, opt *Options) string { return withBuilds(said(v), v, opt.place) }

// withBuilds is a text about a violation with its builds, as place knows them.
func withBuilds(text string, v *lint.Violation, place func(string) string) string {
	if by := renderedBy(v.Rendered, place, maxBuilds); by != "" {
		return text + " (rendered " + by + ")"
	}
	return text
}

// asTyped leaves a name as the user would type it.
func asTyped(name string) string { return name }
