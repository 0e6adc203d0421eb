package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pattern"
)

// sarifMaxResults is GitHub's limit for one run; a file with more is refused as a whole.
const sarifMaxResults = 25_000

// sarifLeftOut is the rule of the note that stands in for the results beyond the limit.
const sarifLeftOut = "results-left-out"

// semantic matches what SARIF allows as a semantic version.
var semantic = pattern.New(`^v?(\d+\.\d+\.\d+(?:[-+].*)?)$`)

// SARIF writes a SARIF 2.1.0 log with one run, the way GitHub code scanning reads it.
func SARIF(w io.Writer, r *lint.Result, opt Options) error {
	s := &sarif{opt: opt, res: r, hashes: map[string][]string{}, index: map[string]int{}}
	enc := NewEncoder(w)
	return enc.Encode(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{s.run()},
	})
}

// sarif is the state of one report.
type sarif struct {
	opt    Options
	res    *lint.Result
	index  map[string]int      // of a rule in the driver's list
	hashes map[string][]string // of each line, by file
}

func (s *sarif) run() sarifRun {
	run := sarifRun{
		Invocations: []sarifInvocation{s.invocation()},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	if c := strings.Trim(s.opt.Category, "/"); c != "" {
		run.Automation = &sarifAutomation{ID: "podlint/" + c + "/"}
	}
	if s.opt.Root != "" {
		run.BaseIDs = map[string]sarifArtifact{sarifRoot: {URI: strings.TrimSuffix(fileURI(s.opt.Root), "/") + "/"}}
	}
	run.Tool.Driver = s.driver()
	kept, left := gravest(s.res.Violations, sarifMaxResults)
	for i := range kept {
		run.Results = append(run.Results, s.result(&kept[i]))
	}
	if left > 0 {
		s.leaveOut(&run, left)
	}
	if s.opt.IncludeSuppressed {
		s.suppressed(&run)
	}
	return run
}

// suppressed adds what is not reported, as far as there is room.
func (s *sarif) suppressed(run *sarifRun) {
	for i := range s.res.Suppressed {
		if len(run.Results) == sarifMaxResults {
			s.opt.warn(fmt.Sprintf("sarif: %s left out", Count(len(s.res.Suppressed)-i, "suppressed result")))
			return
		}
		v := &s.res.Suppressed[i]
		res := s.result(&v.Violation)
		kind := "external"
		if v.By.Kind == lint.InSource {
			kind = "inSource"
		}
		res.Suppressions = []sarifSuppressed{{Kind: kind, Status: "accepted", Justification: Printable(v.By.Reason)}}
		run.Results = append(run.Results, res)
	}
}

// gravest returns the limit gravest violations in their order, one less when some are left out: a note takes its place.
func gravest(all []lint.Violation, limit int) (kept []lint.Violation, left int) {
	if len(all) <= limit {
		return all, 0
	}
	limit--
	room := map[int]int{}
	free := limit
	for rank := 3; rank >= 0; rank-- {
		n := 0
		for i := range all {
			if lint.Rank(all[i].Severity) == rank {
				n++
			}
		}
		room[rank] = min(n, free)
		free -= room[rank]
	}
	kept = make([]lint.Violation, 0, limit)
	for i := range all {
		if rank := lint.Rank(all[i].Severity); room[rank] > 0 {
			room[rank]--
			kept = append(kept, all[i])
		}
	}
	return kept, len(all) - limit
}

// leaveOut says in the report and to the user that results are missing.
func (s *sarif) leaveOut(run *sarifRun, left int) {
	text := fmt.Sprintf("%s left out: GitHub accepts at most %d results, the gravest are kept", Count(left, "result"), sarifMaxResults)
	s.opt.warn("sarif: " + text)
	index := len(run.Tool.Driver.Rules)
	run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
		ID:      sarifLeftOut,
		Short:   sarifMessage{Text: "Results were left out"},
		Full:    sarifMessage{Text: "There are more results than a SARIF file for GitHub may hold."},
		Help:    sarifMessage{Text: "Lint fewer files at a time, or fix what is reported first."},
		Default: sarifConfiguration{Level: "note"},
		Props:   sarifRuleProperties{Tags: []string{}, Precision: "very-high", ProblemSeverity: "recommendation"},
	})
	first := &s.res.Violations[0]
	run.Results = append(run.Results, sarifResult{
		RuleID: sarifLeftOut, RuleIndex: &index, Level: "note", Message: sarifMessage{Text: text},
		Locations: []sarifLocation{{Physical: s.physical(first.File, newRegion(1, 1, 1, 2))}},
	})
}

func (s *sarif) invocation() sarifInvocation {
	inv := sarifInvocation{Successful: len(s.res.Errors) == 0, ExitCode: s.opt.Status}
	for _, e := range s.res.Errors {
		note := sarifNotification{Level: "error", Message: sarifMessage{Text: Printable(e.Message)}}
		if e.File != "" {
			at := sarifPhysical{Artifact: s.artifact(e.File)}
			if e.Line > 0 {
				at.Region = newSarifRegion(newRegion(e.Line, e.Column, e.Line, e.Column+1))
			}
			note.Locations = []sarifLocation{{Physical: at}}
		}
		inv.Notifications = append(inv.Notifications, note)
	}
	return inv
}

func (s *sarif) driver() sarifDriver {
	d := sarifDriver{Name: "podlint", InformationURI: homepage, Rules: make([]sarifRule, 0, len(s.res.Rules))}
	if m := semantic.FindStringSubmatch(s.opt.Version); m != nil {
		d.SemanticVersion = m[1]
	} else {
		d.Version = s.opt.Version
	}
	rules, pages := s.rules()
	for i := range rules {
		s.index[rules[i].ID] = i
		d.Rules = append(d.Rules, newSarifRule(&rules[i], pages[rules[i].ID]))
	}
	return d
}

// rules are those of the run and, as GitHub wants a description for each result, those that podlint itself speaks for, such as an
// unused suppression. pages holds the link of every rule that found something.
func (s *sarif) rules() (rules []lint.Rule, pages map[string]string) {
	rules, pages = slices.Clip(s.res.Rules), map[string]string{}
	known := map[string]bool{}
	for i := range rules {
		known[rules[i].ID] = true
	}
	for i := range s.res.Violations {
		v := &s.res.Violations[i]
		pages[v.Rule] = v.Documentation
		if !known[v.Rule] {
			known[v.Rule] = true
			rules = append(rules, lint.Rule{
				ID: v.Rule, Title: v.Rule, Category: v.Category, Severity: v.Severity, Confidence: v.Confidence,
			})
		}
	}
	return rules, pages
}

func (s *sarif) result(v *lint.Violation) sarifResult {
	at := sarifLocation{Physical: s.physical(v.File, regionOf(v)), Logical: []sarifLogical{newLogical(v)}}
	res := sarifResult{
		RuleID: v.Rule, Level: sarifLevel(v.Severity), Locations: []sarifLocation{at},
		Fingerprints: s.fingerprints(v), Fixes: s.fixes(v.Fix),
	}
	if i, ok := s.index[v.Rule]; ok {
		res.RuleIndex = &i
	}
	for i := range v.Related {
		rel := &v.Related[i]
		res.Related = append(res.Related, sarifLocation{
			ID:       i + 1,
			Physical: s.physical(rel.File, newRegion(rel.Line, rel.Column, rel.EndLine, rel.EndColumn)),
			Message:  &sarifMessage{Text: Printable(rel.Message)},
		})
	}
	res.Message.Text = sarifText(v, &s.opt)
	res.Props = s.properties(v)
	return res
}

// properties are nil for what is as sure as its rule, in a manifest that was read as it is.
func (s *sarif) properties(v *lint.Violation) *sarifResultProperties {
	if v.Rendered == nil && v.SeverityReason == "" && !v.Doubt {
		return nil
	}
	props := sarifResultProperties{SeverityReason: Printable(v.SeverityReason), Doubt: v.Doubt}
	if v.Rendered != nil {
		props.Rendered = &sarifRendered{From: make([]string, 0, len(v.Rendered.From)), Known: v.Rendered.Known}
		for _, name := range v.Rendered.From {
			props.Rendered.From = append(props.Rendered.From, Printable(s.opt.place(name)))
		}
	}
	return &props
}

// sarifText is the message with a link to each related place, as GitHub shows only those that the text links to, and with the builds,
// as it shows no properties.
func sarifText(v *lint.Violation, opt *Options) string {
	text := linked(v)
	if by := renderedBy(v.Rendered, opt.place, maxBuilds); by != "" {
		return strings.TrimSuffix(text, ".") + ". Rendered " + unlinked(by) + "."
	}
	return text
}

func linked(v *lint.Violation) string {
	text := unlinked(said(v))
	if len(v.Related) == 0 {
		return text
	}
	links := make([]string, 0, len(v.Related))
	for i := range v.Related {
		links = append(links, fmt.Sprintf("[%s](%d)", brackets.Replace(Printable(v.Related[i].Message)), i+1))
	}
	return strings.TrimSuffix(text, ".") + ". See " + strings.Join(links, ", ") + "."
}

// unlinked escapes what would be read as a link.
func unlinked(text string) string {
	if strings.Contains(text, "](") {
		return brackets.Replace(text)
	}
	return text
}

// brackets escapes what has a meaning in the text of a link.
var brackets = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

// fingerprints let GitHub and others tell whether they have seen a result before.
func (s *sarif) fingerprints(v *lint.Violation) map[string]string {
	prints := map[string]string{}
	if v.Fingerprint != "" {
		prints["podlint/v2"] = v.Fingerprint
	}
	hashes, ok := s.hashes[v.File]
	if !ok {
		if data, known := s.res.Sources[v.File]; known {
			if large := s.res.Long[v.File]; large != nil {
				data = large.All()
			}
			hashes = lineHashes(data)
		}
		s.hashes[v.File] = hashes
	}
	if v.Line >= 1 && v.Line <= len(hashes) {
		prints["primaryLocationLineHash"] = hashes[v.Line-1]
	}
	return prints
}

// fixes has an element only for a fix with edits; SARIF allows none without.
func (s *sarif) fixes(f *lint.Fix) []sarifFix {
	if f == nil || len(f.Edits) == 0 {
		return nil
	}
	fix := sarifFix{Description: sarifMessage{Text: Printable(f.Title)}}
	for _, e := range f.Edits {
		at := s.artifact(e.File)
		i := slices.IndexFunc(fix.Changes, func(c sarifChange) bool { return c.Artifact == at })
		if i < 0 {
			i = len(fix.Changes)
			fix.Changes = append(fix.Changes, sarifChange{Artifact: at})
		}
		// An edit may be an insertion, so its region may be empty.
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, sarifReplacement{
			Deleted:  sarifRegion{StartLine: e.Line, StartColumn: e.Column, EndLine: e.EndLine, EndColumn: e.EndColumn},
			Inserted: sarifMessage{Text: e.Text},
		})
	}
	return []sarifFix{fix}
}
