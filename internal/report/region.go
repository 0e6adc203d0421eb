package report

import (
	"strconv"

	"github.com/podlint/podlint/internal/lint"
)

// inputError is the rule under which formats that know rules alone list an input that could not be read or judged.
const inputError = "input-error"

// region is a place as other programs want it: everything at least 1, and not empty. The end is exclusive.
type region struct {
	line, column, endLine, endColumn int
}

func newRegion(line, column, endLine, endColumn int) region {
	r := region{line: max(line, 1), column: max(column, 1), endColumn: max(endColumn, 1)}
	r.endLine = max(endLine, r.line)
	if r.endLine == r.line && r.endColumn <= r.column {
		r.endColumn = r.column + 1
	}
	return r
}

func regionOf(v *lint.Violation) region {
	return newRegion(v.Line, v.Column, v.EndLine, v.EndColumn)
}

// subject names the pod's object and container: Deployment/web nginx.
func subject(v *lint.Violation) string {
	s := v.Workload.Kind + "/" + v.Workload.Name
	if v.Workload.Namespace != "" {
		s = v.Workload.Namespace + "/" + s
	}
	if v.Container != "" {
		s += " " + v.Container
	}
	return Printable(s)
}

// place renders file:line:column for people, without what is 0.
func place(file string, line, column int) string {
	switch {
	case line <= 0:
		return Printable(file)
	case column <= 0:
		return Printable(file) + ":" + strconv.Itoa(line)
	default:
		return Printable(file) + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
	}
}
