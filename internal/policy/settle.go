package policy

import "github.com/open-policy-agent/opa/v1/ast"

// Settle lets go of what the rules were compiled from, for those who judge for a long time: that is parsed again should anybody ask for it. It must
// not be called while a rule is being compiled.
func (q *Query) Settle() {
	q.mu.RLock()
	defer q.mu.RUnlock()
	units := map[*unit]bool{}
	for _, c := range q.ready {
		units[c.unit] = true
	}
	shipped := map[string]bool{}
	for _, m := range q.engine.modules {
		shipped[m.file()] = m.source == ""
		m.forget()
	}
	q.engine.analysis.forget()
	for u := range units {
		u.forgetPlaces(shipped)
	}
}

// forgetPlaces takes the places from the terms of shipped modules. Those of expressions and definitions stay, which errors of an evaluation name.
func (u *unit) forgetPlaces(shipped map[string]bool) {
	for file, m := range u.compiler.Modules {
		if !shipped[file] {
			continue
		}
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if t.Location != nil { // terms that many share have none
				t.Location = nil
			}
			return false
		})
	}
}
