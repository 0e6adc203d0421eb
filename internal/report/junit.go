package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"

	"github.com/podlint/podlint/internal/lint"
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes a test report: a suite for each file, a failed testcase for each violation, one with an error for each input that
// could not be read, a skipped one for each that is suppressed or in doubt, and one that passed for each workload without any.
func JUnit(w io.Writer, r *lint.Result, opt Options) error {
	j := &junit{
		opt: opt, suites: map[string]*junitSuite{}, names: map[string]int{}, linked: map[string]bool{},
		out: junitSuites{Name: "podlint", Time: fmt.Sprintf("%.3f", float64(r.Summary.DurationMS)/1000)},
	}
	for i := range r.Errors {
		j.error(&r.Errors[i])
	}
	for i := range r.Violations {
		j.violation(&r.Violations[i])
	}
	for i := range r.Suppressed {
		j.suppressed(&r.Suppressed[i])
	}
	j.passed(r)
	if len(j.out.Suites) == 0 { // readers take a report without a testcase for a missing one
		j.add("podlint", junitCase{Name: "nothing to check"})
	}
	return WriteXML(w, j.out)
}

// junit is the state of one report.
type junit struct {
	opt    Options
	out    junitSuites
	suites map[string]*junitSuite // by file
	names  map[string]int         // how often a name was used
	linked map[string]bool        // rules whose page was named already
}

// add puts a testcase into the suite of a file. GitLab drops testcases whose name is taken, so that gets a number.
func (j *junit) add(file string, c junitCase) {
	s := j.suites[file]
	if s == nil {
		s = &junitSuite{Name: Printable(file), Time: "0.000"}
		j.suites[file] = s
		j.out.Suites = append(j.out.Suites, s)
	}
	key := file + "\x00" + c.Name
	j.names[key]++
	if n := j.names[key]; n > 1 {
		c.Name += fmt.Sprintf(" #%d", n)
	}
	c.Class, c.Time = s.Name, "0.000"
	s.Cases = append(s.Cases, c)
	s.Tests++
	j.out.Tests++
	if c.Failure != nil {
		s.Failures++
		j.out.Failures++
	}
	if c.Error != nil {
		s.Errors++
		j.out.Errors++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func (j *junit) error(e *lint.Error) {
	file := j.opt.place(e.File)
	message := Printable(e.Message)
	j.add(file, junitCase{
		Name: inputError, File: file, Line: e.Line,
		Error: &junitProblem{Message: message, Type: inputError, Text: place(e.File, e.Line, e.Column) + ": " + message},
	})
}

func (j *junit) violation(v *lint.Violation) {
	file := j.opt.place(v.File)
	if v.Doubt { // a failure would fail the run of who reads the report
		j.add(file, junitCase{
			Name: v.Rule + " (" + subject(v) + ")", File: file, Line: v.Line, Skipped: &junitSkipped{Message: "in doubt: " + Printable(v.Message)},
		})
		return
	}
	message := Printable(v.Message)
	text := place(v.File, v.Line, v.Column) + ": " + v.Severity + ": " + message + "\n"
	if v.SeverityReason != "" {
		text += "because: " + Printable(v.SeverityReason) + "\n"
	}
	if v.Fix != nil {
		text += "help: " + Printable(v.Fix.Title) + "\n"
	}
	if by := renderedBy(v.Rendered, j.opt.place, math.MaxInt); by != "" {
		text += "rendered: " + by + "\n"
	}
	if v.Documentation != "" && !j.linked[v.Rule] {
		j.linked[v.Rule] = true
		text += "docs: " + Printable(v.Documentation) + "\n"
	}
	j.add(file, junitCase{
		Name: v.Rule + " (" + subject(v) + ")", File: file, Line: v.Line,
		Failure: &junitProblem{Message: message, Type: v.Severity, Text: text},
	})
}

func (j *junit) suppressed(s *lint.Suppressed) {
	file := j.opt.place(s.File)
	j.add(file, junitCase{
		Name: s.Rule + " (" + subject(&s.Violation) + ")", File: file, Line: s.Line,
		Skipped: &junitSkipped{Message: Printable(why(&s.By))},
	})
}

// passed adds a testcase for every workload that no rule has something against. One for every rule of each would make a report of many
// megabytes that says no more.
func (j *junit) passed(r *lint.Result) {
	for _, judged := range cleanWorkloads(r) {
		v := lint.Violation{Workload: judged.Workload}
		j.add(j.opt.place(judged.File), junitCase{Name: "(" + subject(&v) + ")", File: j.opt.place(judged.File), Line: judged.Workload.Line})
	}
}
