package rulestest

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/report"
)

// The elements of JUnit's format that CI systems read: one suite for each rule.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	suite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	testcase struct {
		Name    string    `xml:"name,attr"`
		Class   string    `xml:"classname,attr"`
		File    string    `xml:"file,attr"`
		Line    int       `xml:"line,attr"`
		Time    string    `xml:"time,attr"`
		Failure *failure  `xml:"failure,omitempty"`
		Skipped *struct{} `xml:"skipped,omitempty"`
		Output  string    `xml:"system-out,omitempty"`
	}
	failure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the report in the XML format that CI systems show.
func JUnit(w io.Writer, r *Report) error {
	doc := suites{Tests: r.Summary.Passed + r.Summary.Failed + r.Summary.Skipped, Failures: r.Summary.Failed}
	for _, rule := range r.Rules {
		doc.Suites = append(doc.Suites, suiteOf(rule))
	}
	return report.WriteXML(w, doc)
}

func suiteOf(rule Rule) suite {
	s := suite{Name: rule.ID, Tests: len(rule.Tests)}
	for _, t := range rule.Tests {
		c := testcase{Name: t.Name, Class: rule.ID, File: t.File, Line: t.Line, Time: seconds(t.Took), Output: t.Output}
		switch t.Status {
		case Fail:
			s.Failures++
			c.Failure = &failure{Message: t.Message, Text: details(t)}
		case Skip:
			s.Skipped++
			c.Skipped = &struct{}{}
		case Pass:
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func details(t Test) string {
	lines := []string{fmt.Sprintf("%s:%d: %s", t.File, t.Line, t.Message)}
	for _, d := range t.Diff {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
