package policy

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rulePackage is the package below which every rule lives, as podlint.rules.<category>.<rule_name>.
const rulePackage = "podlint.rules."

// rule is a loaded rule with the file that states it.
type rule struct {
	Rule

	module *module
	name   string // last part of the package
	unread bool   // not in the index
	sieve  *tried
}

// Engine holds loaded and validated rules. It is safe for concurrent use once loaded.
type Engine struct {
	opt     Options
	modules []*module
	rules   []*rule // by category, then id
	byID    map[string]*rule

	analysis *analysis
	sieves   *sieves
	notes    []Problem
}

// Load finds the rules of all sources by listing and validates their METADATA. A rule with a problem is left out; the others
// are usable.
func Load(sources []Source, opt Options) (*Engine, []Problem) {
	e := &Engine{opt: opt, byID: map[string]*rule{}, sieves: &sieves{texts: map[string]map[string]string{}}}
	var problems []Problem
	for _, src := range sources {
		found, unread := modules(src)
		problems = append(problems, unread...)
		e.modules = append(e.modules, found...)
		entries := src.entries(found)
		for _, m := range found {
			if entries[m.path] != nil || entries != nil && m.isLibrary() {
				e.sieves.take(src, m)
			}
			r, bad := loadModule(m, entries)
			problems = append(problems, bad...)
			if r != nil {
				problems = append(problems, e.add(r)...)
			}
		}
	}
	for _, r := range e.rules {
		r.sieve = e.sieves.group(r.module.name() + ".violation")
	}
	e.analysis = newAnalysis(e.modules)
	e.sieves.derive = e.analysis.sieve
	slices.SortFunc(e.rules, func(a, b *rule) int {
		return cmp.Or(strings.Compare(a.Category, b.Category), strings.Compare(a.ID, b.ID))
	})
	for _, r := range e.rules {
		if r.unread {
			problems = append(problems, e.stated(r)...)
		}
	}
	problems = append(problems, e.strayImports()...)
	problems = append(problems, e.checkOwn()...)
	return e, sortProblems(problems)
}

// add keeps a rule unless its id is taken.
func (e *Engine) add(r *rule) []Problem {
	if first := e.byID[r.ID]; first != nil {
		return []Problem{packageProblem(r.module, fmt.Sprintf("rule %s is already declared in %s", r.ID, first.place()))}
	}
	e.byID[r.ID] = r
	e.rules = append(e.rules, r)
	return nil
}

// place says where a rule is declared.
func (r *rule) place() string {
	at := packageProblem(r.module, "")
	if r.module.source == "" {
		return fmt.Sprintf("podlint's own %s:%d; give this one another name", at.File, at.Line)
	}
	return fmt.Sprintf("%s:%d", at.File, at.Line)
}

// where is the file of a rule, and the line on which its violation begins.
func (r *rule) where() string {
	number := 1
	for line := range strings.Lines(r.module.text) {
		if strings.HasPrefix(line, "violation") {
			return fmt.Sprintf("%s:%d", r.File, number)
		}
		number++
	}
	return r.File
}

// Rules lists the rules in the order of category and id.
func (e *Engine) Rules() []Rule {
	out := make([]Rule, 0, len(e.rules))
	for _, r := range e.rules {
		out = append(out, r.Rule)
	}
	return out
}

// Without lists the user's folders that hold no rule, which are likely to be the wrong ones.
func (e *Engine) Without() []string {
	var out []string
	for _, m := range e.modules {
		holds := slices.ContainsFunc(e.rules, func(r *rule) bool { return r.module.source == m.source })
		if m.source != "" && !holds && !slices.Contains(out, m.source) {
			out = append(out, m.source)
		}
	}
	return out
}

// loadModule reads the rule that a module states; nil when it states none (a library) or a problem keeps it out.
func loadModule(m *module, entries map[string]*Entry) (*rule, []Problem) {
	if entry := entries[m.path]; entry != nil {
		return entry.rule(m), nil
	}
	if m.source == "" && !strings.HasPrefix(m.path, "rules/") {
		return nil, nil // the shipped library is parsed when a rule asks for it
	}
	parsed, err := m.ast()
	if err != nil {
		return nil, problemsOf(err, map[string]*module{m.file(): m})
	}
	category, name, isRule := rulePath(parsed.Package.Path)
	if !isRule {
		return nil, misplaced(m, parsed)
	}
	r := &rule{module: m, name: name, Rule: Rule{ID: strings.ReplaceAll(name, "_", "-"), Category: category, File: m.file(), Own: m.source != ""}}
	problems := append(metadata(m, &r.Rule), checkRule(m, parsed, category, name)...)
	if len(problems) > 0 {
		return nil, problems
	}
	r.unread = true
	return r, nil
}

// rulePath takes data.podlint.rules.<category>.<name> apart.
func rulePath(ref ast.Ref) (category, name string, ok bool) {
	parts := strings.Split(strings.TrimPrefix(ref.String(), "data."), ".")
	if len(parts) != 4 || parts[0] != "podlint" || parts[1] != "rules" {
		return "", "", false
	}
	return parts[2], parts[3], true
}

// misplaced reports a shipped file below rules/ that is no rule; in a user's folder it may be a library.
func misplaced(m *module, parsed *ast.Module) []Problem {
	if m.source != "" {
		return misplacedOwn(m, parsed)
	}
	return []Problem{packageProblem(m, "expected package "+rulePackage+"<category>.<rule_name>, as the folders are named")}
}

// checkRule demands a set called violation and, of a shipped rule, a package that equals its folder.
func checkRule(m *module, parsed *ast.Module, category, name string) []Problem {
	var out []Problem
	want := path.Join("rules", category, name, name+".rego")
	if m.source == "" && m.path != want {
		out = append(out, packageProblem(m, fmt.Sprintf("package %s belongs in %s", m.name(), want)))
	}
	found := false
	for _, r := range parsed.Rules {
		if len(r.Head.Ref()) == 0 || r.Head.Ref()[0].Value.Compare(ast.Var("violation")) != 0 {
			continue
		}
		found = true
		if !isSet(r) {
			out = append(out, m.problem(r.Location, "declare violation as a set: violation contains {...} if {...}"))
		}
	}
	if !found {
		out = append(out, packageProblem(m, "rule has no violation: expected violation contains {\"msg\": ..., \"path\": ...} if {...}"))
	}
	return out
}

func isSet(r *ast.Rule) bool {
	return len(r.Head.Ref()) == 1 && r.Head.RuleKind() == ast.MultiValue && len(r.Head.Args) == 0
}

// problem is a problem of the module at a location.
func (m *module) problem(loc *ast.Location, message string) Problem {
	return m.problemAt(loc.Row, loc.Col, message)
}

func (m *module) problemAt(line, column int, message string) Problem {
	return Problem{File: m.file(), Line: line, Column: column, Message: message, Snippet: m.line(line)}
}

// packageProblem is a problem of the whole rule; it points at the package line.
func packageProblem(m *module, message string) Problem {
	number := 1
	for line := range strings.Lines(m.text) {
		if strings.HasPrefix(line, "package ") {
			return m.problemAt(number, 1, message)
		}
		number++
	}
	return m.problemAt(1, 1, message)
}

func sortProblems(ps []Problem) []Problem {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}
