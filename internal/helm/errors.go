package helm

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

const cannot = "cannot render the chart: "

// located turns why a run failed into errors at their places, at least one.
func (r *renderer) located(c *chart, run *run) []manifest.Error {
	said, ok := errors.AsType[*failure](run.plain.err)
	if !ok {
		return []manifest.Error{c.start(cannot + run.plain.err.Error())}
	}
	text := r.tidy(c, said.text)
	if names, ok := missingDependencies(text); ok {
		return c.withoutDependencies(names)
	}
	if m := brokenYAML().FindStringSubmatch(text); m != nil {
		return []manifest.Error{c.broken(m[1], m[2], run)}
	}
	if broken := c.brokenValues(text); broken != nil {
		return []manifest.Error{*broken}
	}
	if at, ok := c.inTemplate(text); ok {
		if strings.HasPrefix(text, "execution error at ") { // required or fail
			at.Message += giveValues
		}
		return []manifest.Error{at}
	}
	return []manifest.Error{c.start(cannot + oneLine(text) + wayOut(text))}
}

const giveValues = "; give it with --helm-values FILE or --helm-set KEY=VALUE"

// wayOut says what to do about a refusal of helm that has no place; empty when nothing is known to help.
func wayOut(text string) string {
	switch {
	case strings.Contains(text, "don't meet the specifications of the schema"):
		return giveValues
	case tooOld().MatchString(text):
		return "; --kube-version says for which it is"
	}
	return ""
}

// tidy takes off what helm says around its message, and the names of temporary files.
func (r *renderer) tidy(c *chart, text string) string {
	text, _, _ = strings.Cut(text, "\n\nUse --debug flag")
	if i := strings.LastIndex("\n"+text, "\nError: "); i >= 0 { // behind warnings
		text = text[i:]
	}
	text = strings.TrimPrefix(text, "Error: ")
	text = strings.ReplaceAll(text, c.copies.plain+"/", "")
	return sorted(strings.ReplaceAll(text, r.dir+"/", ""))
}

var namesListed = once(`'[^'\n]*'(?:, '[^'\n]*')+`)

// sorted puts the names that a schema's validator lists in order, and the lines of its findings: it takes both out of maps.
func sorted(text string) string {
	text = namesListed().ReplaceAllStringFunc(text, func(list string) string {
		names := strings.Split(list, ", ")
		slices.Sort(names)
		return strings.Join(names, ", ")
	})
	lines := strings.Split(text, "\n")
	for from := 0; from < len(lines); from++ {
		to := from
		for to < len(lines) && strings.HasPrefix(lines[to], "- at '") {
			to++
		}
		slices.Sort(lines[from:to])
		from = max(from, to-1)
	}
	return strings.Join(lines, "\n")
}

// oneLine makes one line of bounded length.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	const longest = 400
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "..."
	}
	return text
}

// missingDependencies reads the names of the subcharts that are not there.
func missingDependencies(text string) ([]string, bool) {
	_, list, ok := strings.Cut(text, "but missing in charts/ directory: ")
	return strings.Split(strings.TrimSpace(list), ", "), ok
}

// withoutDependencies reports each subchart that is not there, at its entry.
func (c *chart) withoutDependencies(names []string) []manifest.Error {
	var out []manifest.Error
	for _, name := range names {
		at := c.dependency(name)
		out = append(out, manifest.Error{
			File: at.File, Line: at.Span.Line, Column: at.Span.Column,
			Message: cannot + "dependency " + strconv.Quote(name) + " is not in charts/, and nothing is fetched; run helm dependency build " + c.shown +
				", or lint the output: helm template " + c.shown + " | podlint lint -",
		})
	}
	return out
}

// once compiles an expression when it is first used: few runs render a chart, and every run starts.
func once(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

var brokenYAML = once(`(?s)^YAML parse error on (\S+): (?:error converting YAML to JSON: )?(.*)$`)

// broken reports a file that does not render to YAML, at the line that made the first line that is none.
func (c *chart) broken(name, message string, run *run) manifest.Error {
	at := c.startOf(name)
	message = "helm cannot read what it makes: " + message
	for _, p := range c.full.parts(run.full.text)[name] {
		_, errs := manifest.Documents(source.File{Data: []byte(p.text())})
		if len(errs) > 0 {
			at, message = c.failing(p, errs[0], at), "what it makes here is not YAML: "+errs[0].Message
			break
		}
	}
	return manifest.Error{File: at.File, Line: at.Span.Line, Column: at.Span.Column, Message: cannot + oneLine(message)}
}

// failing is the place that made the line of an error; start when that is not known.
func (c *chart) failing(p part, e manifest.Error, start manifest.Place) manifest.Place {
	o := &origin{marker: c.full, start: start}
	for _, l := range p {
		o.lines = append(o.lines, traced{line: l, known: true, shared: -1})
	}
	at, _ := o.place(manifest.Span{Line: e.Line, Column: e.Column, EndLine: e.Line, EndColumn: e.Column + 1})
	return at
}

// brokenValues reports a values.yaml that is not YAML, at its line; nil when that is not the matter.
func (c *chart) brokenValues(text string) *manifest.Error {
	if !strings.HasPrefix(text, "cannot load values.yaml") {
		return nil
	}
	for name, t := range c.valueFiles {
		if strings.HasSuffix(name, "values.yaml") && len(t.errors) > 0 {
			return &t.errors[0]
		}
	}
	return nil
}

var (
	errorAt   = once(`(?s)^(?:execution|parse) error (?:at|in) \(([^():]+)(?::(\d+))?(?::(\d+))?\): (.*)$`)
	unclosed  = once(`^(unclosed action) started at .*:(\d+)$`)
	chain     = once(`([^\s"()<>:]+/templates/[^\s"()<>:]+):(\d+):(\d+)`)
	executing = once(`(?s)^:?\s*executing "[^"]*" at (<.*?>):\s*(.*)$`)
	calling   = once(`^(?:error calling [\w.]+:\s*)+`)
)

// inTemplate finds the template and the line that helm names; of templates that include one another the innermost.
func (c *chart) inTemplate(text string) (manifest.Error, bool) {
	if m := errorAt().FindStringSubmatch(text); m != nil {
		if open := unclosed().FindStringSubmatch(m[4]); open != nil {
			return c.at(m[1], open[2], "", open[1]), true
		}
		return c.at(m[1], m[2], m[3], m[4]), true
	}
	all := chain().FindAllStringSubmatchIndex(text, -1)
	if len(all) == 0 {
		return manifest.Error{}, false
	}
	last := all[len(all)-1]
	rest := strings.TrimSpace(text[last[1]:])
	if m := executing().FindStringSubmatch(rest); m != nil {
		rest = m[1] + ": " + calling().ReplaceAllString(m[2], "")
	}
	return c.at(text[last[2]:last[3]], text[last[4]:last[5]], text[last[6]:last[7]], strings.TrimLeft(rest, ": ")), true
}

// at is an error at a line, and a column from 0 in bytes, of a file that helm has a name for; what is not known is empty.
func (c *chart) at(name, number, column, message string) manifest.Error {
	place := c.startOf(name)
	e := manifest.Error{File: place.File, Line: place.Span.Line, Column: place.Span.Column, Message: cannot + oneLine(message)}
	t := c.templateOf(name)
	n, err := strconv.Atoi(number)
	if t == nil || err != nil || n < 1 || n > len(t.starts) {
		return e
	}
	offset, err := strconv.Atoi(column)
	if err != nil {
		text := t.data[t.starts[n-1]:]
		offset = len(text) - len(bytes.TrimLeft(text, " \t"))
	}
	e.Line, e.Column = t.position(t.starts[n-1] + offset)
	return e
}
