// Package report writes the result of a run. A format is one function in one file; [Formats] is the only list of them.
package report

import (
	"io"
	"maps"
	"slices"

	"github.com/podlint/podlint/internal/lint"
)

// Options of a report.
type Options struct {
	// Color allows escape sequences. Formats for machines ignore it.
	Color bool
	// Width is the number of columns that a line may fill; zero means 120.
	Width int
	// Quiet leaves out the summary.
	Quiet bool
}

// Format writes a result. The error is that of the writer.
type Format func(w io.Writer, r *lint.Result, opt Options) error

// Formats returns every format by name.
func Formats() map[string]Format {
	return map[string]Format{
		"json": JSON,
		"text": Text,
	}
}

// Names lists the formats in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(Formats())) }
