// Package report writes the result of a run. A format is one function in one file; [Formats] is the only list of them.
package report

import (
	"io"
	"maps"
	"slices"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
)

// Options of a report. The zero value is usable: everything that a format would take from it is left out then.
type Options struct {
	// Color allows escape sequences. Formats for machines ignore it.
	Color bool
	// Width is the number of columns that a line may fill; zero means 120.
	Width int
	// Quiet leaves out the summary.
	Quiet bool
	// Statistics makes the format text count violations by rule and folder in place of listing them.
	Statistics bool
	// MaxPerRule is how many violations of one rule the formats text and concise list; the others are counted. Zero lists all.
	MaxPerRule int
	// Cluster tells that the files are objects of a cluster: the format text names the field of each place, and counts objects.
	Cluster bool
	// Suppressed lists what is suppressed, in the formats of ListsSuppressed.
	Suppressed bool

	// Version is that of podlint, as in v1.2.3.
	Version string
	// Status is the exit status that the run will have.
	Status int
	// Root is the absolute path, with forward slashes, of the folder that Place is relative to.
	Root string
	// Place turns the name of a file into its path from Root, with forward slashes, as a code host knows it; a file elsewhere keeps
	// an absolute path. Formats for people show names as they were typed.
	Place func(file string) string
	// Category tells several reports on one commit apart where the format knows that.
	Category string
	// IncludeSuppressed lists suppressed violations in SARIF, marked as such. GitHub opens alerts for them all the same.
	IncludeSuppressed bool
	// StepSummary is the file to which the format github appends a table.
	StepSummary string
	// Pictures are those of the workloads of which something is reported, for the formats that [Draws] tells of.
	Pictures []*picture.Drawing
	// Warn takes one line for the user about the report itself, such as that it had to be cut.
	Warn func(line string)
}

// Format writes a result. The error is that of the writer.
type Format func(w io.Writer, r *lint.Result, opt Options) error

// Formats returns every format by name.
func Formats() map[string]Format {
	return map[string]Format{
		"azure":      Azure,
		"checkstyle": Checkstyle,
		"concise":    Concise,
		"github":     GitHub,
		"gitlab":     GitLab,
		"html":       HTML,
		"json":       JSON,
		"junit":      JUnit,
		"markdown":   Markdown,
		"rdjson":     RDJSON,
		"sarif":      SARIF,
		"sonar":      Sonar,
		"tap":        TAP,
		"text":       Text,
	}
}

// Streams tells of a format whether it takes the violations one by one, from [lint.Result.All], and needs nothing else that grows with
// the input.
func Streams(name string) bool { return name == "concise" || name == "json" || name == "text" }

// ListsSuppressed tells of a format whether Options.Suppressed has an effect.
func ListsSuppressed(name string) bool { return name == "html" || Streams(name) }

// Draws tells of a format whether it has pictures.
func Draws(name string) bool { return name == "html" || name == "markdown" }

// Commands tells of a format whether it is made of commands of a CI system.
func Commands(name string) bool { return name == "azure" || name == "github" }

// Edits tells of a format whether it has the edits of fixes.
func Edits(name string) bool { return name == "json" || name == "rdjson" || name == "sarif" }

// Names lists the formats in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(Formats())) }

func (o *Options) place(file string) string {
	if o.Place == nil {
		return file
	}
	return o.Place(file)
}

func (o *Options) warn(line string) {
	if o.Warn != nil {
		o.Warn(line)
	}
}
