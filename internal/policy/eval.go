package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// defaultLimit bounds one evaluation; a pod takes less than a thousandth of it.
const defaultLimit = 2 * time.Second

// Query is a set of rules ready for evaluation, safe for concurrent use.
type Query struct {
	engine  *Engine
	rules   []*rule // in the order of Engine.Rules
	runners *runners

	mu     sync.RWMutex
	ready  map[string]*compiled // by id
	late   int                  // how often rules were compiled during an evaluation
	halted map[string]error     // rules that passed a limit, by id: they are not asked again

	masks map[string]mask // what rules look at together, by their ids: many inputs ask the same ones
}

// lateUnits is how often a lazy query compiles just what an input needs; then it compiles the rest, as compiling rule by
// rule costs more in the end.
const lateUnits = 2

// Eval judges one input: any Go value with json tags, or an [*Input]. A failing builtin or a passed limit is an error, never a
// silent pass; the matches of the rules that did not fail are returned with it.
func (q *Query) Eval(ctx context.Context, input any) ([]Match, error) {
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	rules, out, err := q.active(in)
	if err != nil {
		return nil, err
	}
	asked, err := q.ask(ctx, in, rules)
	out = append(out, asked...)
	sortMatches(out)
	return out, err
}

// ask has OPA judge an input.
func (q *Query) ask(ctx context.Context, in *Input, asked []*rule) ([]Match, error) {
	if len(asked) == 0 {
		return nil, nil
	}
	units, err := q.units(ctx, asked)
	if err != nil {
		return nil, err
	}
	term, err := in.term(q.wanted(units))
	if err != nil {
		return nil, err
	}
	var out []Match
	var errs []error
	for _, rules := range units {
		rules, halted := q.runnable(rules)
		errs = append(errs, halted...)
		if len(rules) == 0 {
			continue
		}
		found, err := q.eval(ctx, term, rules)
		out = append(out, found...)
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// maxMasks bounds how many masks a query keeps.
const maxMasks = 1024

// wanted is what the rules look at together.
func (q *Query) wanted(units [][]*compiled) mask {
	if q.engine.opt.Ungated {
		return nil
	}
	var ids []byte
	for _, rules := range units {
		for _, c := range rules {
			ids = append(append(ids, c.ID...), 0)
		}
	}
	q.mu.RLock()
	out, known := q.masks[string(ids)]
	q.mu.RUnlock()
	if known {
		return out
	}
	out = mask{}
	for _, rules := range units {
		for _, c := range rules {
			out = out.add(c.reads)
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.masks == nil || len(q.masks) >= maxMasks {
		q.masks = map[string]mask{}
	}
	q.masks[string(ids)] = out
	return out
}

// active lists the rules that OPA has to be asked for, and the matches of those that it need not be.
func (q *Query) active(in *Input) (asked []*rule, out []Match, err error) {
	if q.engine.opt.Ungated {
		return q.rules, nil, nil
	}
	for _, a := range q.engine.try(q.rules, in) {
		if a.found == nil {
			asked = append(asked, a.rule)
			continue
		}
		found, err := matches(a.ID, a.where(), a.found)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, found...)
	}
	return asked, out, nil
}

// units are the rules, compiled, by the unit that they were compiled in.
func (q *Query) units(ctx context.Context, rules []*rule) (units [][]*compiled, err error) {
	q.mu.RLock()
	ready := !slices.ContainsFunc(rules, q.missing)
	q.mu.RUnlock()
	if !ready {
		if err := q.compileLate(ctx, rules); err != nil {
			return nil, err
		}
	}
	q.mu.RLock()
	defer q.mu.RUnlock()
	byUnit := map[*unit]int{}
	for _, r := range rules {
		c := q.ready[r.ID]
		i, known := byUnit[c.unit]
		if !known {
			i = len(units)
			byUnit[c.unit] = i
			units = append(units, nil)
		}
		units[i] = append(units[i], c)
	}
	return units, nil
}

func (q *Query) missing(r *rule) bool { return q.ready[r.ID] == nil }

func (q *Query) compileLate(ctx context.Context, rules []*rule) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.late >= lateUnits {
		rules = q.rules
	}
	var missing []*rule
	for _, r := range rules {
		if q.missing(r) {
			missing = append(missing, r)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	q.late++
	if problems := q.compile(ctx, missing); len(problems) > 0 {
		return fmt.Errorf("compile rules: %s", problems[0])
	}
	return nil
}

func (q *Query) eval(ctx context.Context, input *ast.Term, rules []*compiled) ([]Match, error) {
	out, err := q.run(ctx, input, rules)
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrRunaway) {
		return q.runEach(ctx, input, rules, err)
	}
	return out, err
}

// runnable leaves those rules that passed no limit before, with the errors of the others: a rule that never ends may cost a run its
// limit once, not once for each pod.
func (q *Query) runnable(rules []*compiled) (left []*compiled, errs []error) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	for _, r := range rules {
		if err := q.halted[r.ID]; err != nil {
			errs = append(errs, err)
		} else {
			left = append(left, r)
		}
	}
	return left, errs
}

func (q *Query) halt(id string, err error) {
	if q.engine.opt.Retry {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.halted == nil {
		q.halted = map[string]error{}
	}
	q.halted[id] = err
}

func asInput(v any) (*Input, error) {
	if in, ok := v.(*Input); ok {
		return in, nil
	}
	return NewInput(v)
}

// runEach evaluates rule by rule, so that one failing rule does not hide what the others find, and so that the rule which passed a
// limit can be named. all is the error of the rules together.
func (q *Query) runEach(ctx context.Context, input *ast.Term, rules []*compiled, all error) ([]Match, error) {
	var out []Match
	var errs []error
	for i := range rules {
		found, err := []Match(nil), all
		if len(rules) > 1 {
			found, err = q.run(ctx, input, rules[i:i+1])
		}
		out = append(out, found...)
		if errors.Is(err, errLimit) {
			err = fmt.Errorf("rule %s in %s: %w", rules[i].ID, rules[i].File, err)
			q.halt(rules[i].ID, err)
		}
		if err != nil {
			errs = append(errs, err)
		}
		if errors.Is(err, ErrRunaway) {
			break
		}
	}
	return out, errors.Join(errs...)
}

// run asks for the violations of all rules in one query.
func (q *Query) run(ctx context.Context, input *ast.Term, rules []*compiled) ([]Match, error) {
	var out []Match
	err := q.guard(ctx, func(cancel topdown.Cancel) error {
		var err error
		out, err = q.query(ctx, input, rules, cancel, nil)
		return err
	})
	return out, err
}

// query evaluates the rules. With a trace it tries every clause, not just those that the compiler's index leaves.
func (q *Query) query(ctx context.Context, input *ast.Term, rules []*compiled, cancel topdown.Cancel, t *trace) ([]Match, error) {
	var out []Match
	query := topdown.NewQuery(body(rules)).
		WithCompiler(rules[0].unit.compiler).
		WithStore(rules[0].unit.store).
		WithTransaction(rules[0].unit.txn).
		WithInput(input).
		WithCancel(cancel).
		WithStrictBuiltinErrors(true)
	if t != nil {
		query = query.WithQueryTracer(t).WithIndexing(false)
	}
	err := query.Iter(ctx, func(r topdown.QueryResult) error {
		for _, c := range rules {
			set := r[c.answer.Value.(ast.Var)]
			if set == nil {
				return fmt.Errorf("evaluate rule %s: no result", c.ID)
			}
			found, err := matches(c.ID, c.where(), set.Value)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	if err != nil {
		return nil, evalError(rules, err)
	}
	return out, nil
}

// body is the query a = data...violation; b = data...violation: a set is always defined, so every rule gets its answer. It needs
// no query compiler, since nothing in it is there to be rewritten.
func body(rules []*compiled) ast.Body {
	exprs := make([]*ast.Expr, 0, len(rules))
	for _, c := range rules {
		exprs = append(exprs, ast.Equality.Expr(c.answer, c.ref))
	}
	return ast.NewBody(exprs...)
}

// evalError names the rule and the place of a failure.
func evalError(rules []*compiled, err error) error {
	var te *topdown.Error
	if !errors.As(err, &te) {
		return err
	}
	subject := "rules"
	if len(rules) == 1 {
		subject = "rule " + rules[0].ID
	}
	if te.Location != nil && te.Location.File != "" {
		return fmt.Errorf("evaluate %s: %s:%d: %s", subject, te.Location.File, te.Location.Row, oneLine(te.Message))
	}
	return fmt.Errorf("evaluate %s: %s", subject, oneLine(te.Message))
}
