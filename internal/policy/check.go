package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checker holds what policies do against the schema of the input, where OPA does not: it knows no enumerations, no absent fields, and not
// what may be concluded from nothing.
type checker struct {
	a      *analysis
	schema inputSchema
	files  map[string]*module

	written map[string]bool // names of fields of the objects that policies write down; nil: nobody has asked
}

// checkOwn looks at the user's policies, and keeps the notes.
func (e *Engine) checkOwn() []Problem {
	var modules []*module
	for _, m := range e.modules {
		if m.source != "" {
			modules = append(modules, m)
		}
	}
	var rules []*rule
	for _, r := range e.rules {
		if r.Own {
			rules = append(rules, r)
		}
	}
	if len(modules) == 0 || len(e.opt.Schema) == 0 {
		return nil
	}
	var faults []Problem
	faults, e.notes = e.check(modules, rules)
	return faults
}

// Notes are on what the user's policies may not mean, sorted. Without a schema there are none.
func (e *Engine) Notes() []Problem { return e.notes }

// Check looks at all rules of the engine, podlint's own among them, for what podlint checks beside OPA: faults, and notes on what may not be
// meant. [Load] does so for the user's. It needs the schema.
func (e *Engine) Check() (faults, notes []Problem) { return e.check(e.modules, e.rules) }

// check finds the faults of modules, and what may not be meant. rules are those whose violations are looked at.
func (e *Engine) check(modules []*module, rules []*rule) (faults, notes []Problem) {
	schema, err := decodeJSON(e.opt.Schema)
	root, ok := schema.(map[string]any)
	if err != nil || !ok {
		return nil, nil // the compiler says so
	}
	a := newAnalysis(e.modules)
	a.marking = true
	a.known = fieldNames(root)
	c := &checker{a: a, schema: inputSchema{root}, files: map[string]*module{}}
	for _, m := range e.modules {
		c.files[m.file()] = m
	}
	own := map[string]bool{}
	for _, m := range modules {
		own[m.file()] = true
	}
	faults, notes = c.places(c.marks(modules), own)
	for _, r := range rules {
		faults = append(faults, c.absence(r, own)...)
	}
	return sortProblems(faults), sortProblems(notes)
}

// marks are those of every rule and function.
func (c *checker) marks(modules []*module) []mark {
	var out []mark
	for _, m := range modules {
		parsed, err := m.ast()
		if err != nil {
			continue // that is reported where the module is read or compiled
		}
		for _, r := range parsed.Rules {
			if name, ok := headName(r); ok {
				c.a.steps = 0
				out = append(out, c.a.summary(c.a.group(m.name(), string(name))).marks...)
			}
		}
	}
	return out
}

// marked is where a mark stands, and the text that it is about.
type marked struct {
	file      string
	line, col int
	text      string
}

func markedAt(at *ast.Location, text string) marked { return marked{at.File, at.Row, at.Col, text} }

// places judges comparisons and fields that may lack, each place once for all that it is asked of.
func (c *checker) places(marks []mark, own map[string]bool) (faults, notes []Problem) {
	compared, asked := map[marked][]mark{}, map[marked][]mark{}
	for _, m := range marks {
		if m.at == nil || !own[m.at.File] {
			continue
		}
		switch m.kind {
		case compares:
			for _, text := range m.texts {
				at := markedAt(m.at, text)
				compared[at] = append(compared[at], m)
			}
		case lifted:
			notes = append(notes, c.lacks(m)...)
		case named:
			at := markedAt(m.at, m.key)
			asked[at] = append(asked[at], m)
		}
	}
	for at, all := range compared {
		faults = append(faults, c.misspelt(at, all)...)
	}
	for _, all := range asked {
		faults = append(faults, c.nameless(all)...)
	}
	return faults, notes
}

// misspelt is a text that none of the places with which it is compared can hold.
func (c *checker) misspelt(at marked, all []mark) []Problem {
	known, what := c.anyOf(all, c.schema.enum)
	if len(known) == 0 || slices.Contains(known, at.text) {
		return nil
	}
	return []Problem{c.problem(all[0].at, fmt.Sprintf("%s is never %q, expected one of %s%s", what, at.text, strings.Join(known, ", "), didYouMean(at.text, known)))}
}

// anyOf joins what the schema lists for all places that marks are about, sorted, and names one of them; empty when it leaves one open.
func (c *checker) anyOf(all []mark, list func(path []string) []string) (known []string, what string) {
	for _, m := range all {
		for _, o := range m.from {
			if o.root != theInput {
				continue // the calls say what it is
			}
			values := list(o.path)
			if values == nil {
				return nil, ""
			}
			known, what = append(known, values...), pathText(o.path)
		}
	}
	slices.Sort(known)
	return slices.Compact(known), what
}

// lacks is a field without which a negated expression, or one that says !=, fails.
func (c *checker) lacks(m mark) []Problem {
	for _, o := range m.from {
		if o.root == theInput && (len(o.path) == 0 || o.path[0] != "parameters") && c.schema.mayLack(o.path, m.key) {
			return []Problem{c.problem(m.at, fmt.Sprintf("%s may be absent, and then this fails: ask for it before, or say not %s == ...", m.what, m.what))}
		}
	}
	return nil
}

// absence is a rule that concludes from what is not seen, and does not say who is not seen entirely.
//
// It is one whose violation denies that some element of a list of facts is there, facts being those that have a certainty, where the
// list is one of the pod's, or of containers that the denial itself ranges over. A list that the rule goes through anyhow is left out:
// there, a denial picks one of several elements.
func (c *checker) absence(r *rule, own map[string]bool) []Problem {
	g := c.a.group(r.module.name(), "violation")
	if g == nil {
		return nil
	}
	c.a.steps = 0
	s := c.a.summary(g)
	if s.argues {
		return nil
	}
	denied := map[marked][]origin{}
	first := map[marked]mark{}
	for _, m := range c.reach(s, r) {
		if m.kind == ranges && m.at != nil && own[m.at.File] {
			at := markedAt(m.at, "")
			denied[at] = append(denied[at], m.from...)
			first[at] = m
		}
	}
	var out []Problem
	for at, lists := range denied {
		if list := c.unseen(lists, positive(r, c.a)); list != nil {
			out = append(out, c.problem(first[at].at, fmt.Sprintf(
				"this concludes from what %s does not hold, and nothing says who is not seen entirely: hand on certainty.of(facts, certainty.absent(gaps))", pathText(list))))
		}
	}
	return out
}

// reach are the marks of a violation and of the helpers of its package.
func (c *checker) reach(s *summary, r *rule) []mark {
	out := slices.Clone(s.marks)
	parsed, err := r.module.ast()
	if err != nil {
		return out
	}
	for _, def := range parsed.Rules {
		if name, ok := headName(def); ok && name != "violation" && !strings.HasPrefix(string(name), "test_") {
			c.a.steps = 0
			out = append(out, c.a.summary(c.a.group(r.module.name(), string(name))).marks...)
		}
	}
	return out
}

// positive are the lists that the bodies of a violation go through themselves, outside of what they deny.
func positive(r *rule, a *analysis) []origin {
	var out []origin
	for _, def := range a.group(r.module.name(), "violation").defs {
		f := &flow{a: a, module: def.module, out: &summary{}}
		scope := (*names)(nil).inside()
		var body ast.Body
		for _, e := range def.rule.Body {
			if !e.Negated && !isZeroCount(e) {
				body = append(body, e)
			}
		}
		f.body(scope, body)
		out = append(out, f.out.ranges...)
	}
	return out
}

// unseen is the list of facts among those denied that makes it an argument from absence.
func (c *checker) unseen(denied, gone []origin) []string {
	over := func(path ...string) bool {
		return slices.ContainsFunc(denied, func(o origin) bool { return o.root == theInput && slices.Equal(o.path, path) })
	}
	everybody := over("pod", "containers") || over("pod", "who")
	for _, o := range denied {
		if o.root != theInput || slices.ContainsFunc(gone, o.equal) || !c.schema.evident(o.path) {
			continue
		}
		if inside := len(o.path) > 2 && o.path[2] == "*"; !inside || everybody {
			return o.path
		}
	}
	return nil
}

func (c *checker) problem(at *ast.Location, message string) Problem {
	if m := c.files[at.File]; m != nil {
		return m.problemAt(at.Row, max(at.Col, 1), message)
	}
	return Problem{File: at.File, Line: at.Row, Column: max(at.Col, 1), Message: message}
}

// pathText writes a path of the input as Rego does.
func pathText(path []string) string {
	var b strings.Builder
	b.WriteString("input")
	for _, key := range path {
		if key == "*" {
			b.WriteString("[_]")
		} else {
			b.WriteString("." + key)
		}
	}
	return b.String()
}
