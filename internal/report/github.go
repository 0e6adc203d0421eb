package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/lint"
)

const (
	// githubPerKind is how many errors, warnings and notices GitHub shows of one step; it drops what follows.
	githubPerKind = 10
	// githubMaxText is about how many bytes of an annotation GitHub shows.
	githubMaxText = 4 << 10
	// githubMaxSummary is the size above which GitHub refuses the summary of a step.
	githubMaxSummary = 1 << 20
)

// GitHub writes workflow commands, which GitHub Actions turns into annotations: the gravest first, as many as it shows, then a notice
// with the number of the others. Options.StepSummary gets all of them as a table.
func GitHub(w io.Writer, r *lint.Result, opt Options) error {
	out := bufio.NewWriter(w)
	shown, left := annotations(r, &opt)
	for _, a := range shown {
		_, _ = fmt.Fprintln(out, a.command()) // the buffer keeps the first error for Flush
	}
	if left > 0 {
		more := fmt.Sprintf("%d more: GitHub shows %d errors, warnings and notices of a step each", left, githubPerKind)
		if opt.StepSummary != "" {
			more = fmt.Sprintf("%d more, see the summary of the job", left)
		}
		_, _ = fmt.Fprintln(out, annotation{kind: "notice", title: "podlint", message: more}.command())
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if opt.StepSummary == "" {
		return nil
	}
	return appendSummary(opt.StepSummary, r, &opt)
}

// annotation is one workflow command.
type annotation struct {
	kind           string // error, warning or notice
	file           string
	at             region // line 0 when the whole file is meant
	title, message string
}

// annotations chooses what is shown: the first ones of each kind. When there are more, a notice is kept free to say so.
func annotations(r *lint.Result, opt *Options) (shown []annotation, left int) {
	all := make([]annotation, 0, len(r.Errors)+len(r.Violations))
	for _, e := range ErrorsOnce(r.Errors) {
		all = append(all, errorAnnotation(&e, opt))
	}
	for i := range r.Violations {
		all = append(all, violationAnnotation(&r.Violations[i], opt))
	}
	slices.SortStableFunc(all, func(a, b annotation) int { return cmp.Compare(kindRank(b.kind), kindRank(a.kind)) })
	count := map[string]int{}
	for _, a := range all {
		count[a.kind]++
	}
	room := map[string]int{"error": githubPerKind, "warning": githubPerKind, "notice": githubPerKind}
	if max(count["error"], count["warning"], count["notice"]) > githubPerKind {
		room["notice"]--
	}
	for _, a := range all {
		if room[a.kind] > 0 {
			room[a.kind]--
			shown = append(shown, a)
		}
	}
	return shown, len(all) - len(shown)
}

func kindRank(kind string) int {
	if kind == "notice" {
		kind = "info"
	}
	return lint.Rank(kind)
}

func errorAnnotation(e *lint.Error, opt *Options) annotation {
	a := annotation{kind: "error", file: opt.place(e.File), title: "podlint: " + inputError, message: Printable(e.Message)}
	if e.Line > 0 {
		a.at = newRegion(e.Line, e.Column, e.Line, e.Column+1)
	}
	return a
}

func violationAnnotation(v *lint.Violation, opt *Options) annotation {
	kind := v.Severity
	if kind == "info" {
		kind = "notice"
	}
	message := said(v)
	if v.Fix != nil {
		message += "\n" + Printable(v.Fix.Title)
	}
	if by := renderedBy(v.Rendered, opt.place, maxBuilds); by != "" {
		message += "\nRendered " + by
	}
	if v.Documentation != "" {
		message += "\n" + Printable(v.Documentation)
	}
	return annotation{kind: kind, file: opt.place(v.File), at: regionOf(v), title: "podlint: " + v.Rule, message: message}
}

// command renders a workflow command. Columns are given for a place within one line only, as GitHub refuses others.
func (a annotation) command() string {
	var props []string
	add := func(name, value string) {
		if value != "" {
			props = append(props, name+"="+propertyEscapes.Replace(value))
		}
	}
	add("file", a.file)
	if a.at.line > 0 {
		add("line", strconv.Itoa(a.at.line))
		add("endLine", strconv.Itoa(a.at.endLine))
		if a.at.line == a.at.endLine {
			add("col", strconv.Itoa(a.at.column))
			add("endColumn", strconv.Itoa(a.at.endColumn))
		}
	}
	add("title", a.title)
	return "::" + a.kind + " " + strings.Join(props, ",") + "::" + dataEscapes.Replace(cut(a.message, githubMaxText))
}

// A replacer looks at each character once, so that the % of an escape is not escaped again.
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// cut shortens s to at most limit bytes without breaking a character.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const ellipsis = "…"
	s = s[:limit-len(ellipsis)]
	for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if r, size := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && size == 1 {
		s = s[:len(s)-1]
	}
	return s + ellipsis
}

// appendSummary adds the table to the summary of the step, which other commands of the step may have begun.
func appendSummary(name string, r *lint.Result, opt *Options) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("append to the summary of the step: %w", err)
	}
	used := int64(0)
	if info, err := f.Stat(); err == nil {
		used = info.Size()
	}
	text := ""
	if room := githubMaxSummary - used; room > 0 {
		text = summaryPage(r, opt, int(room))
	}
	_, err = f.WriteString(text)
	if err := f.Close(); err != nil {
		return fmt.Errorf("append to the summary of the step: %w", err)
	}
	return err
}
