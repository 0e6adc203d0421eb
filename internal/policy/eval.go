package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// defaultLimit bounds one evaluation; a pod takes less than a thousandth of it.
const defaultLimit = 2 * time.Second

// Eval judges one input: any Go value with json tags, or an [*Input]. A failing builtin or a passed limit is an error, never a
// silent pass; the matches of the rules that did not fail are returned with it.
func (q *Query) Eval(ctx context.Context, input any) ([]Match, error) {
	return q.eval(ctx, input, q.rules)
}

// EvalRules is Eval for some of the compiled rules, as [Engine.Active] lists them.
func (q *Query) EvalRules(ctx context.Context, input any, ids []string) ([]Match, error) {
	rules := make([]*compiled, 0, len(ids))
	for _, id := range ids {
		c := q.byID[id]
		if c == nil {
			return nil, fmt.Errorf("evaluate rule %s: it was not prepared", id)
		}
		rules = append(rules, c)
	}
	return q.eval(ctx, input, rules)
}

func (q *Query) eval(ctx context.Context, input any, rules []*compiled) ([]Match, error) {
	if len(rules) == 0 {
		return nil, nil
	}
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	term, err := in.term(q.object)
	if err != nil {
		return nil, err
	}
	out, err := q.run(ctx, term, rules)
	if err != nil && len(rules) > 1 && !errors.Is(err, errLimit) && ctx.Err() == nil {
		out, err = q.runEach(ctx, term, rules)
	}
	sortMatches(out)
	return out, err
}

func asInput(v any) (*Input, error) {
	if in, ok := v.(*Input); ok {
		return in, nil
	}
	return NewInput(v)
}

// runEach evaluates rule by rule, so that one failing rule does not hide what the others find.
func (q *Query) runEach(ctx context.Context, input *ast.Term, rules []*compiled) ([]Match, error) {
	var out []Match
	var errs []error
	for i := range rules {
		found, err := q.run(ctx, input, rules[i:i+1])
		out = append(out, found...)
		if err != nil {
			errs = append(errs, err)
		}
		if errors.Is(err, errLimit) {
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
		out, err = q.ask(ctx, input, rules, cancel)
		return err
	})
	return out, err
}

func (q *Query) ask(ctx context.Context, input *ast.Term, rules []*compiled, cancel topdown.Cancel) ([]Match, error) {
	var out []Match
	query := topdown.NewQuery(body(rules)).
		WithCompiler(q.compiler).
		WithStore(q.store).
		WithTransaction(q.txn).
		WithInput(input).
		WithCancel(cancel).
		WithStrictBuiltinErrors(true)
	err := query.Iter(ctx, func(r topdown.QueryResult) error {
		for _, c := range rules {
			set := r[c.body.Value.(ast.Var)]
			if set == nil {
				return fmt.Errorf("evaluate rule %s: no result", c.id)
			}
			found, err := matches(c.id, c.file, set.Value)
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
		exprs = append(exprs, ast.Equality.Expr(c.body, c.ref))
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
		subject = "rule " + rules[0].id
	}
	if te.Location != nil && te.Location.File != "" {
		return fmt.Errorf("evaluate %s: %s:%d: %s", subject, te.Location.File, te.Location.Row, oneLine(te.Message))
	}
	return fmt.Errorf("evaluate %s: %s", subject, oneLine(te.Message))
}
