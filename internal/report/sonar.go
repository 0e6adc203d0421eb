package report

import (
	"cmp"
	"io"

	"github.com/podlint/podlint/internal/lint"
)

// The elements of SonarQube's generic issue format, as it is since 10.3: the severity is the rule's, so that a rule which reports at
// several severities is several rules.
type (
	sonarReport struct {
		Rules  []sonarRule  `json:"rules"`
		Issues []sonarIssue `json:"issues"`
	}
	sonarRule struct {
		ID          string        `json:"id"`
		Name        string        `json:"name"`
		Description string        `json:"description"`
		EngineID    string        `json:"engineId"`
		CleanCode   string        `json:"cleanCodeAttribute"`
		Type        string        `json:"type"`
		Severity    string        `json:"severity"`
		Impacts     []sonarImpact `json:"impacts"`
	}
	sonarImpact struct {
		Quality  string `json:"softwareQuality"`
		Severity string `json:"severity"`
	}
	sonarIssue struct {
		RuleID    string          `json:"ruleId"`
		Primary   sonarLocation   `json:"primaryLocation"`
		Secondary []sonarLocation `json:"secondaryLocations,omitempty"`
	}
	sonarLocation struct {
		Message string      `json:"message"`
		File    string      `json:"filePath"`
		Range   *sonarRange `json:"textRange,omitempty"`
	}
	sonarRange struct {
		StartLine   int  `json:"startLine"`
		EndLine     int  `json:"endLine"`
		StartColumn *int `json:"startColumn,omitempty"`
		EndColumn   *int `json:"endColumn,omitempty"`
	}
)

// Sonar writes SonarQube's generic issue format.
func Sonar(w io.Writer, r *lint.Result, opt Options) error {
	s := &sonar{
		opt: opt, lines: lines{sources: r.Sources, long: r.Long}, known: map[string]bool{}, rules: map[string]lint.Rule{},
		out: sonarReport{Rules: []sonarRule{}, Issues: []sonarIssue{}},
	}
	for _, rule := range r.Rules {
		s.rules[rule.ID] = rule
	}
	for _, e := range ErrorsOnce(r.Errors) {
		s.error(&e)
	}
	for i := range r.Violations {
		s.violation(&r.Violations[i])
	}
	enc := NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(s.out)
}

// sonar is the state of one report.
type sonar struct {
	opt   Options
	lines lines
	rules map[string]lint.Rule
	known map[string]bool // rules that are in the report
	out   sonarReport
}

func (s *sonar) error(e *lint.Error) {
	rule := lint.Rule{ID: inputError, Title: "Input that could not be read or judged", Description: "What podlint cannot read it cannot check.", Severity: "error"}
	issue := sonarIssue{RuleID: s.rule(rule, "error"), Primary: sonarLocation{Message: Printable(e.Message), File: s.opt.place(e.File)}}
	if e.Line > 0 {
		issue.Primary.Range = &sonarRange{StartLine: e.Line, EndLine: e.Line}
	}
	s.out.Issues = append(s.out.Issues, issue)
}

func (s *sonar) violation(v *lint.Violation) {
	rule, ok := s.rules[v.Rule]
	if !ok {
		rule = lint.Rule{ID: v.Rule, Category: v.Category, Title: v.Rule, Severity: v.Severity}
	}
	issue := sonarIssue{RuleID: s.rule(rule, v.Severity), Primary: sonarLocation{
		Message: messageOf(v, &s.opt), File: s.opt.place(v.File), Range: s.place(v.File, regionOf(v)),
	}}
	for i := range v.Related {
		rel := &v.Related[i]
		issue.Secondary = append(issue.Secondary, sonarLocation{
			Message: Printable(rel.Message), File: s.opt.place(rel.File),
			Range: s.place(rel.File, newRegion(rel.Line, rel.Column, rel.EndLine, rel.EndColumn)),
		})
	}
	s.out.Issues = append(s.out.Issues, issue)
}

// rule puts a rule of a severity into the report and returns its id there.
func (s *sonar) rule(rule lint.Rule, severity string) string {
	id := rule.ID
	if severity != rule.Severity {
		id += "." + severity
	}
	if s.known[id] {
		return id
	}
	s.known[id] = true
	out := sonarRule{
		ID: id, Name: shorten(rule.Title), Description: cmp.Or(shorten(firstProse(&rule)), Printable(rule.Title)), EngineID: "podlint",
		CleanCode: "LOGICAL", Type: "BUG", Severity: sonarSeverity(severity, "CRITICAL", "MAJOR", "MINOR"),
		Impacts: []sonarImpact{{Quality: "RELIABILITY", Severity: sonarSeverity(severity, "HIGH", "MEDIUM", "LOW")}},
	}
	if rule.Category == "security" {
		out.CleanCode, out.Type, out.Impacts[0].Quality = "TRUSTWORTHY", "VULNERABILITY", "SECURITY"
	}
	s.out.Rules = append(s.out.Rules, out)
	return id
}

func sonarSeverity(severity, grave, middling, small string) string {
	switch severity {
	case "error":
		return grave
	case "warning":
		return middling
	}
	return small
}

// place has columns only where the line is known, as SonarQube refuses a report with a column that its line does not have. Columns
// count UTF-16 code units from 0.
func (s *sonar) place(file string, at region) *sonarRange {
	out := &sonarRange{StartLine: at.line, EndLine: at.endLine}
	text, ok := s.lines.line(file, at.line)
	if !ok || at.endLine != at.line {
		return out
	}
	start, end := units(text, at.column-1), units(text, at.endColumn-1)
	if start < end {
		out.StartColumn, out.EndColumn = &start, &end
	}
	return out
}

// units is how many UTF-16 code units the first so many characters of a text take, at most all of it.
func units(text *measured, characters int) int {
	at, _ := text.find(characters)
	return at.units
}
