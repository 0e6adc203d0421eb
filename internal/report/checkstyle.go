package report

import (
	"encoding/xml"
	"io"

	"github.com/podlint/podlint/internal/lint"
)

type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr,omitempty"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Checkstyle writes the XML report of Checkstyle, which many programs read. Line and column of a whole file are left out.
func Checkstyle(w io.Writer, r *lint.Result, opt Options) error {
	out := checkstyleReport{Version: "4.3"}
	index := map[string]int{}
	add := func(name string, e checkstyleError) {
		name = opt.place(name)
		i, ok := index[name]
		if !ok {
			i = len(out.Files)
			index[name] = i
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		out.Files[i].Errors = append(out.Files[i].Errors, e)
	}
	for _, e := range r.Errors {
		add(e.File, checkstyleError{
			Line: e.Line, Column: e.Column, Severity: "error", Message: Printable(e.Message), Source: "podlint." + inputError,
		})
	}
	for i := range r.Violations {
		v := &r.Violations[i]
		add(v.File, checkstyleError{
			Line: v.Line, Column: v.Column, Severity: v.Severity, Message: messageOf(v, &opt), Source: "podlint." + v.Rule,
		})
	}
	return WriteXML(w, out)
}

// WriteXML writes a document with its declaration. Characters that XML 1.0 cannot hold become U+FFFD.
func WriteXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(&revealing{to: w, escape: inXML})
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
