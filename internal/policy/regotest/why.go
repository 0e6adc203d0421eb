package regotest

import (
	"context"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/podlint/podlint/internal/policy"
)

// failing listens for the last expression of a test that failed.
type failing struct {
	file  string
	line  int
	query uint64 // of the test
	expr  *ast.Expr
}

// Enabled says that there is somebody to listen.
func (f *failing) Enabled() bool { return true }

// Config asks for nothing beyond the events.
func (f *failing) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent takes one event of the evaluation.
func (f *failing) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.EnterOp && rule.Location.File == f.file && rule.Location.Row == f.line {
		f.query = e.QueryID
	}
	expr, ok := e.Node.(*ast.Expr)
	if !ok || e.Op != topdown.FailOp || e.QueryID != f.query || expr.Location == nil {
		return
	}
	if f.expr == nil || expr.Location.Row >= f.expr.Location.Row {
		f.expr = expr
	}
}

// why runs a failed test again and finds the expression at which it came to its end.
func why(ctx context.Context, c *ast.Compiler, store storage.Store, txn storage.Transaction, r *Result, limit time.Duration) {
	ref, err := ast.ParseRef(r.Package)
	if err != nil {
		return
	}
	f := &failing{file: r.File, line: r.Line}
	_ = policy.Guard(ctx, limit, func(ctx context.Context) error { // the test failed; this only words it
		cancel := topdown.NewCancel()
		stop := context.AfterFunc(ctx, cancel.Cancel)
		defer stop()
		body := ast.NewBody(ast.NewExpr(ast.NewTerm(ref.Append(ast.StringTerm(r.Name)))))
		_, err := topdown.NewQuery(body).WithCompiler(c).WithStore(store).WithTransaction(txn).
			WithCancel(cancel).WithQueryTracer(f).WithIndexing(false).Run(ctx)
		return err
	})
	if f.expr == nil {
		return
	}
	r.FailedAt = f.expr.Location.Row
	r.Message = "does not hold: " + strings.Join(strings.Fields(string(f.expr.Location.Text)), " ")
}
