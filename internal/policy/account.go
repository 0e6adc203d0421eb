package policy

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Account tells why a rule said what it said about one input.
type Account struct {
	Clauses []Clause // those of violation, in the order of the file
	Matches []Match
}

// Clause is one `violation contains` of a rule, or a helper that a condition asked.
type Clause struct {
	File     string
	Line     int
	Name     string    // of the rule, as violation or _key
	Attempts []Attempt // one for each way through its conditions
	More     int       // attempts beyond those kept
}

// Attempt is one way through the conditions of a clause, as far as it came.
type Attempt struct {
	Steps []Step
	Held  bool // every condition held: a violation, or the value of the helper
}

// Step is one condition, and whether it held.
type Step struct {
	Line   int
	Text   string // as written, on one line; long ones are shortened
	Held   bool
	Facts  []Fact
	Inside []Clause // of a condition that failed: the helpers that it asked
}

// Fact is something that a condition looked at.
type Fact struct {
	Name  string // as written, such as c.image.tag
	Value string // shortened; empty when it is not there
}

// maxAttempts bounds what an account keeps of one clause.
const maxAttempts = 200

// Explain judges one input by one rule of the query and accounts for it: every condition is tried, even when the rule could not fire.
func (q *Query) Explain(ctx context.Context, id string, input any) (*Account, error) {
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	c, err := q.one(ctx, id)
	if err != nil {
		return nil, err
	}
	term, err := in.term(nil)
	if err != nil {
		return nil, err
	}
	trace := newTrace(c)
	out := &Account{}
	err = q.guard(ctx, func(cancel topdown.Cancel) error {
		matches, err := q.query(ctx, term, []*compiled{c}, cancel, trace)
		if err != nil {
			return err
		}
		out.Matches = matches
		globals, err := q.globals(ctx, term, c, cancel)
		if err == nil {
			out.Clauses = trace.account(term.Value, globals)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("rule %s in %s: %w", c.ID, c.File, err)
	}
	sortMatches(out.Matches)
	return out, nil
}

// one compiles a single rule.
func (q *Query) one(ctx context.Context, id string) (*compiled, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.rules {
		if r.ID != id {
			continue
		}
		if q.ready[id] == nil {
			if problems := q.compile(ctx, []*rule{r}); len(problems) > 0 {
				return nil, fmt.Errorf("compile rules: %s", problems[0])
			}
		}
		return q.ready[id], nil
	}
	return nil, fmt.Errorf("unknown rule %q", id)
}

// globals are the values of the rules in the package, by name. A function has none.
func (q *Query) globals(ctx context.Context, input *ast.Term, c *compiled, cancel topdown.Cancel) (ast.Object, error) {
	ref := c.ref.Value.(ast.Ref)
	answer := ast.VarTerm("__package__")
	found := ast.NewObject()
	query := topdown.NewQuery(ast.NewBody(ast.Equality.Expr(answer, ast.NewTerm(ref[:len(ref)-1])))).
		WithCompiler(c.unit.compiler).WithStore(c.unit.store).WithTransaction(c.unit.txn).WithInput(input).WithCancel(cancel)
	err := query.Iter(ctx, func(r topdown.QueryResult) error {
		if obj, ok := r[answer.Value.(ast.Var)].Value.(ast.Object); ok {
			found = obj
		}
		return nil
	})
	return found, err
}

// shorten writes a value in a few words.
func shorten(v ast.Value) string {
	const room = 72
	text := v.String()
	if len([]rune(text)) <= room {
		return text
	}
	switch v := v.(type) {
	case ast.Object:
		if said := keyFields(v, room); said != "" {
			return said
		}
		return fmt.Sprintf("an object of %d", v.Len())
	case *ast.Array:
		return fmt.Sprintf("an array of %d", v.Len())
	case ast.Set:
		return fmt.Sprintf("a set of %d", v.Len())
	}
	return cut(text, room)
}

// telling are the fields that say what an object is about, the most telling first.
var telling = []string{
	"name", "container", "from", "to", "who", "via", "kind", "class", "role", "op", "port", "file", "volume", "host", "key", "text", "certainty",
}

// keyFields writes those fields of an object that are texts or numbers and have room, empty when it has none.
func keyFields(obj ast.Object, room int) string {
	out, size := []string(nil), len(`{, ...}`)
	for _, key := range telling {
		t := obj.Get(ast.StringTerm(key))
		if t == nil || !ast.IsScalar(t.Value) || t.Value.Compare(ast.String("")) == 0 {
			continue
		}
		field := fmt.Sprintf("%q: %s", key, t)
		if size += len(field) + len(", "); size > room {
			break
		}
		out = append(out, field)
	}
	if len(out) == 0 {
		return ""
	}
	return "{" + strings.Join(out, ", ") + ", ...}"
}

func cut(text string, room int) string {
	if r := []rune(text); len(r) > room {
		return strings.TrimSpace(string(r[:room])) + "..."
	}
	return text
}
