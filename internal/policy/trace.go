package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// trace listens to an evaluation and keeps which expression of which rule held and failed.
type trace struct {
	rule   *compiled
	frames map[uint64]*frame
	roots  []*frame
	source map[place]*ast.Rule // the rules as written; compiling rewrites them
}

type place struct {
	file     string
	row, col int
}

func placeOf(l *ast.Location) place { return place{l.File, l.Row, l.Col} }

// frame is one evaluation of a rule, or of a body inside one.
type frame struct {
	rule     *ast.Rule // nil for a body
	stack    []*ast.Expr
	inside   []*frame // that the last expression of the stack asked for
	attempts []attempt
	more     int
}

// attempt is the expressions that were tried; all but the last held, and that one, too, unless failed.
type attempt struct {
	exprs  []*ast.Expr
	failed bool
	locals map[ast.Var]ast.Value // by the name in the source
	inside []*frame
}

func newTrace(c *compiled) *trace {
	t := &trace{rule: c, frames: map[uint64]*frame{}, source: map[place]*ast.Rule{}}
	if parsed, err := c.module.ast(); err == nil { // it was compiled, so it parses
		ast.WalkRules(parsed, func(r *ast.Rule) bool {
			t.source[placeOf(r.Location)] = r
			return false
		})
	}
	return t
}

// Enabled says that there is somebody to listen.
func (t *trace) Enabled() bool { return true }

// Config asks for the values of local variables.
func (t *trace) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent takes one event of the evaluation.
func (t *trace) TraceEvent(e topdown.Event) {
	switch e.Op {
	case topdown.EnterOp:
		t.enter(e)
	case topdown.EvalOp:
		if f, expr := t.frames[e.QueryID], exprOf(e); f != nil && expr != nil {
			for len(f.stack) > 0 && f.stack[len(f.stack)-1].Index >= expr.Index {
				f.stack = f.stack[:len(f.stack)-1]
			}
			f.stack = append(f.stack, expr)
			f.inside = nil
		}
	case topdown.FailOp:
		if f := t.frames[e.QueryID]; f != nil {
			f.record(e, true)
		}
	case topdown.ExitOp:
		if f := t.frames[e.QueryID]; f != nil {
			f.record(e, false)
		}
	}
}

func exprOf(e topdown.Event) *ast.Expr {
	expr, _ := e.Node.(*ast.Expr)
	return expr
}

func (t *trace) enter(e topdown.Event) {
	f := &frame{}
	f.rule, _ = e.Node.(*ast.Rule)
	t.frames[e.QueryID] = f
	if f.rule != nil && f.rule.Location.File == t.rule.File && f.rule.Head.Ref()[0].Value.Compare(ast.Var("violation")) == 0 {
		t.roots = append(t.roots, f)
		return
	}
	if parent := t.frames[e.ParentID]; parent != nil {
		parent.inside = append(parent.inside, f)
	}
}

func (f *frame) record(e topdown.Event, failed bool) {
	if len(f.attempts) >= maxAttempts {
		f.more++
		return
	}
	a := attempt{exprs: slices.Clone(f.stack), failed: failed, locals: map[ast.Var]ast.Value{}, inside: f.inside}
	if e.Locals != nil {
		e.Locals.Iter(func(k, v ast.Value) bool {
			if name, ok := k.(ast.Var); ok {
				if meta, ok := e.LocalMetadata[name]; ok {
					name = meta.Name
				}
				a.locals[name] = v
			}
			return false
		})
	}
	f.attempts = append(f.attempts, a)
}

// account words what was heard.
func (t *trace) account(input ast.Value, globals ast.Object) []Clause {
	w := &wording{trace: t, input: input, globals: globals}
	var out []Clause
	for _, f := range t.roots {
		out = append(out, w.clause(f, 0))
	}
	slices.SortStableFunc(out, func(a, b Clause) int { return a.Line - b.Line })
	return out
}
