package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// Query is a compiled set of rules, safe for concurrent use.
type Query struct {
	opt      Options
	compiler *ast.Compiler
	store    storage.Store
	txn      storage.Transaction
	rules    []*compiled
	byID     map[string]*compiled
	object   bool // some rule looks at input.object
}

// compiled is a rule with the term that stands for its violations.
type compiled struct {
	id   string
	file string
	ref  *ast.Term // data.podlint.rules.<category>.<name>.violation
	body *ast.Term // the variable that takes the set
}

// Prepare compiles the rules named (all when nil) and the library that they use for evaluation.
func (e *Engine) Prepare(ctx context.Context, ids []string) (*Query, []Problem) {
	rules, problems := e.choose(ids)
	used, bad := e.closure(rules)
	problems = append(problems, bad...)
	if len(problems) > 0 {
		return nil, sortProblems(problems)
	}
	compiler, bad := e.compile(used)
	if len(bad) > 0 {
		return nil, sortProblems(bad)
	}
	q, err := e.query(ctx, compiler, rules)
	if err != nil {
		return nil, []Problem{{Message: fmt.Sprintf("prepare policies: %v", err)}}
	}
	return q, nil
}

func (e *Engine) choose(ids []string) ([]*rule, []Problem) {
	if ids == nil {
		return e.rules, nil
	}
	var out []*rule
	var problems []Problem
	for _, r := range e.rules {
		if slices.Contains(ids, r.ID) {
			out = append(out, r)
		}
	}
	for _, id := range ids {
		if e.byID[id] == nil {
			problems = append(problems, Problem{Message: fmt.Sprintf("unknown rule %q%s", id, didYouMean(id, e.ids()))})
		}
	}
	return out, problems
}

func (e *Engine) ids() []string {
	out := make([]string, 0, len(e.rules))
	for _, r := range e.rules {
		out = append(out, r.ID)
	}
	return out
}

// closure lists the modules of the rules and those that they refer to.
func (e *Engine) closure(rules []*rule) ([]*module, []Problem) {
	var queue []*module
	for _, r := range rules {
		queue = append(queue, r.module)
	}
	var problems []Problem
	for i := 0; i < len(queue); i++ {
		parsed, err := queue[i].ast()
		if err != nil {
			problems = append(problems, problemsOf(err, map[string]*module{queue[i].file(): queue[i]})...)
			continue
		}
		for _, name := range dataRefs(parsed) {
			queue = e.enqueue(queue, name)
		}
	}
	return queue, problems
}

// enqueue adds the modules whose package lies at, above or below a reference.
func (e *Engine) enqueue(queue []*module, name string) []*module {
	for _, m := range e.modules {
		pkg := m.name() + "."
		if (strings.HasPrefix(name, pkg) || strings.HasPrefix(pkg, name)) && !slices.Contains(queue, m) {
			queue = append(queue, m)
		}
	}
	return queue
}

// dataRefs lists what the module refers to below data, each as far as it is constant and with a dot at its end. Its own package
// is left out.
func dataRefs(parsed *ast.Module) []string {
	var out []string
	ast.WalkRefs(parsed, func(ref ast.Ref) bool {
		if !ref.HasPrefix(ast.DefaultRootRef) || ref.Equal(parsed.Package.Path) {
			return false
		}
		var b strings.Builder
		for _, t := range ref[1:] {
			s, constant := t.Value.(ast.String)
			if !constant {
				break
			}
			b.WriteString(string(s) + ".")
		}
		out = append(out, b.String())
		return false
	})
	return out
}

func (e *Engine) compile(used []*module) (*ast.Compiler, []Problem) {
	byFile := make(map[string]*module, len(used))
	parsed := make(map[string]*ast.Module, len(used))
	for _, m := range used {
		mod, err := m.ast()
		if err != nil {
			return nil, problemsOf(err, byFile)
		}
		byFile[m.file()], parsed[m.file()] = m, mod
	}
	c, err := e.compiler()
	if err != nil {
		return nil, []Problem{{Message: err.Error()}}
	}
	c.Compile(parsed)
	if c.Failed() {
		return nil, problemsOf(c.Errors, byFile)
	}
	return c, nil
}

// compiler checks types only against a schema: without one nothing of the input is known, and the stage costs a tenth of the time.
func (e *Engine) compiler() (*ast.Compiler, error) {
	c := ast.NewCompiler().WithCapabilities(sandbox())
	if len(e.opt.Schema) == 0 {
		return c.WithSkipStages(ast.StageCheckTypes), nil
	}
	schema, err := decodeJSON(e.opt.Schema)
	if err != nil {
		return nil, fmt.Errorf("read the schema of the input: %w", err)
	}
	set := ast.NewSchemaSet()
	set.Put(ast.SchemaRootRef, schema)
	return c.WithSchemas(set).WithUseTypeCheckAnnotations(true), nil
}

func (e *Engine) query(ctx context.Context, compiler *ast.Compiler, rules []*rule) (*Query, error) {
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	q := &Query{opt: e.opt, compiler: compiler, store: store, txn: txn, byID: map[string]*compiled{}, object: usesObject(compiler)}
	for i, r := range rules {
		c := &compiled{id: r.ID, file: r.File, ref: violationRef(r), body: ast.VarTerm(fmt.Sprintf("__violation%d__", i))}
		q.rules = append(q.rules, c)
		q.byID[r.ID] = c
	}
	return q, nil
}

func violationRef(r *rule) *ast.Term {
	return ast.NewTerm(ast.Ref{
		ast.DefaultRootDocument, ast.StringTerm("podlint"), ast.StringTerm("rules"),
		ast.StringTerm(r.Category), ast.StringTerm(r.name), ast.StringTerm("violation"),
	})
}

// usesObject reports whether a rule looks at input.object, or at input by a key that is not constant.
func usesObject(c *ast.Compiler) bool {
	used := false
	for _, m := range c.Modules {
		ast.WalkRefs(m, func(ref ast.Ref) bool {
			used = used || (ref.HasPrefix(ast.InputRootRef) && (len(ref) == 1 || !constantOther(ref[1])))
			return used
		})
	}
	return used
}

func constantOther(t *ast.Term) bool {
	s, constant := t.Value.(ast.String)
	return constant && s != objectField
}
