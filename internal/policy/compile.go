package policy

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// unit is a set of rules that were compiled together.
type unit struct {
	compiler *ast.Compiler
	store    storage.Store
	txn      storage.Transaction
}

// compiled is a rule that is ready to be asked.
type compiled struct {
	*rule

	unit   *unit
	ref    *ast.Term // data.podlint.rules.<category>.<name>.violation
	answer *ast.Term // the variable that takes the set
	reads  mask      // what of the input it looks at, itself and through what it refers to
}

// Prepare compiles the rules named (all when nil) and the library that they use for evaluation.
func (e *Engine) Prepare(ctx context.Context, ids []string) (*Query, []Problem) {
	q, problems := e.newQuery(ids)
	if len(problems) == 0 {
		problems = q.compile(ctx, q.rules)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return q, nil
}

// Lazy is Prepare for a short run: a shipped rule is compiled when an input comes that it can fire for. The user's rules are
// compiled at once, so that their problems show.
func (e *Engine) Lazy(ctx context.Context, ids []string) (*Query, []Problem) {
	q, problems := e.newQuery(ids)
	if len(problems) > 0 {
		return nil, problems
	}
	var own []*rule
	for _, r := range q.rules {
		if r.module.source != "" {
			own = append(own, r)
		}
	}
	if problems := q.compile(ctx, own); len(problems) > 0 {
		return nil, problems
	}
	return q, nil
}

func (e *Engine) newQuery(ids []string) (*Query, []Problem) {
	rules, problems := e.choose(ids)
	q := &Query{engine: e, rules: rules, runners: newRunners(), ready: map[string]*compiled{}}
	runtime.AddCleanup(q, (*runners).close, q.runners)
	return q, sortProblems(problems)
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

// enqueue adds the modules that a reference leads to or through.
func (e *Engine) enqueue(queue []*module, name string) []*module {
	for _, m := range e.modules {
		if m.answers(name) && !slices.Contains(queue, m) {
			queue = append(queue, m)
		}
	}
	return queue
}

// answers tells whether a reference, with a dot at its end, leads to something that the module states: its package lies at or below the
// reference, or above it and holds a rule of the next name. The entry point of all rules lies above every library, and holds none.
func (m *module) answers(name string) bool {
	pkg := m.name() + "."
	if strings.HasPrefix(pkg, name) {
		return true
	}
	rest, above := strings.CutPrefix(name, pkg)
	if !above {
		return false
	}
	parsed, err := m.ast()
	if err != nil {
		return true // the fault is reported where the module is compiled
	}
	next, _, _ := strings.Cut(rest, ".")
	return slices.ContainsFunc(parsed.Rules, func(r *ast.Rule) bool {
		name, ok := headName(r)
		return ok && string(name) == next
	})
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

func (e *Engine) compileModules(rules []*rule, used []*module) (*ast.Compiler, []Problem) {
	byFile := make(map[string]*module, len(used))
	parsed := make(map[string]*ast.Module, len(used))
	for _, m := range used {
		mod, err := m.ast()
		if err != nil {
			return nil, problemsOf(err, byFile)
		}
		byFile[m.file()], parsed[m.file()] = m, mod
	}
	own := slices.ContainsFunc(used, func(m *module) bool { return m.source != "" })
	if !own && len(e.opt.Schema) == 0 {
		parsed = e.shaken(rules, used)
	}
	c, err := e.compiler(own)
	if err == nil {
		err = e.compileWithin(c, parsed, own)
	}
	if err != nil {
		return nil, []Problem{{Message: err.Error()}}
	}
	if c.Failed() {
		return nil, problemsOf(c.Errors, byFile)
	}
	return c, nil
}

// compileWithin compiles within limits when a user's policy is among the modules. What passes them goes on beside the rest of the run,
// which ends with the error.
func (e *Engine) compileWithin(c *ast.Compiler, modules map[string]*ast.Module, own bool) error {
	if !own {
		c.Compile(modules)
		return nil
	}
	r := newRunners()
	defer r.close()
	err := r.guard(context.Background(), e.compileLimits(), func(topdown.Cancel) error {
		c.Compile(modules)
		return nil
	})
	if err != nil {
		return fmt.Errorf("compile policies: %w", err)
	}
	return nil
}

// checkedByTests are the stages that only look for faults, or rewrite what no shipped rule uses. A test compiles the shipped rules with
// all stages, so a run need not: that is a fourth of the time to compile.
var checkedByTests = []ast.StageID{
	ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports, ast.StageRewriteTemplateStrings,
	ast.StageCheckVoidCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet, ast.StageRewriteRegoMetadataCalls,
	ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs, ast.StageRewriteTestRulesForTracing, ast.StageCheckRecursion,
	ast.StageCheckTypes, ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageBuildRequiredCapabilities,
}

// compiler checks types only against a schema: without one nothing of the input is known, and the stage costs a tenth of the time.
// own tells whether a user's policy is among the modules.
func (e *Engine) compiler(own bool) (*ast.Compiler, error) {
	c := ast.NewCompiler().WithCapabilities(sandbox())
	switch {
	case len(e.opt.Schema) == 0 && own:
		return c.WithSkipStages(ast.StageCheckTypes), nil
	case len(e.opt.Schema) == 0:
		return c.WithSkipStages(checkedByTests...), nil
	}
	schema, err := decodeJSON(e.opt.Schema)
	if err != nil {
		return nil, fmt.Errorf("read the schema of the input: %w", err)
	}
	e.declare(schema)
	set := ast.NewSchemaSet()
	set.Put(ast.SchemaRootRef, schema)
	return c.WithSchemas(set).WithUseTypeCheckAnnotations(true), nil
}

// declare puts the parameters that the rules declare into the schema of the input.
func (e *Engine) declare(schema any) {
	root, _ := schema.(map[string]any)
	parts, _ := root["properties"].(map[string]any)
	if parts == nil {
		return
	}
	rules := map[string]any{}
	for _, r := range e.rules {
		settings := map[string]any{}
		for name, p := range r.Parameters {
			settings[name] = p.Schema
		}
		rules[r.ID] = map[string]any{"type": "object", "properties": settings, "additionalProperties": false}
	}
	parts["parameters"] = map[string]any{"type": "object", "properties": rules, "additionalProperties": false}
}

// compile adds rules to those that are ready. The caller holds no lock, or the query is not shared yet.
func (q *Query) compile(ctx context.Context, rules []*rule) []Problem {
	if len(rules) == 0 {
		return nil
	}
	used, problems := q.engine.closure(rules)
	if len(problems) > 0 {
		return sortProblems(problems)
	}
	compiler, problems := q.engine.compileModules(rules, used)
	if len(problems) > 0 {
		return sortProblems(problems)
	}
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return []Problem{{Message: fmt.Sprintf("open the store of the policies: %v", err)}}
	}
	u := &unit{compiler: compiler, store: store, txn: txn}
	for i, r := range rules {
		answer := ast.VarTerm(fmt.Sprintf("__violation%d__", i))
		q.ready[r.ID] = &compiled{rule: r, unit: u, ref: violationRef(r), answer: answer, reads: q.engine.reads(r)}
	}
	return nil
}

func (e *Engine) reads(r *rule) mask { return e.analysis.reads(r.module.name(), "violation") }

// Readers lists the rules that may look at a part of the input, or at something in it: only the user's own when own is set, which saves
// parsing the others.
func (q *Query) Readers(own bool, path ...string) []string {
	var out []string
	for _, r := range q.rules {
		if (r.Own || !own) && q.engine.reads(r).has(path) {
			out = append(out, r.ID)
		}
	}
	return out
}

func violationRef(r *rule) *ast.Term {
	return ast.NewTerm(ast.Ref{
		ast.DefaultRootDocument, ast.StringTerm("podlint"), ast.StringTerm("rules"),
		ast.StringTerm(r.Category), ast.StringTerm(r.name), ast.StringTerm("violation"),
	})
}
