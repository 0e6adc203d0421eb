package policy

import "github.com/open-policy-agent/opa/v1/ast"

// Active lists the rules that may have something to say of an input, in the order of [Engine.Rules]. A rule that is not listed gives nothing.
func (e *Engine) Active(input any) ([]string, error) {
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	tried := e.try(e.rules, in)
	out := make([]string, 0, len(tried))
	for _, t := range tried {
		out = append(out, t.ID)
	}
	return out, nil
}

// Effort counts the terms that each rule looks at for an input before OPA is asked, the same in every run, and names the rules that it is asked
// for. What several rules ask for counts for the first.
func (e *Engine) Effort(input any) (terms map[string]int, asked []string, err error) {
	in, err := asInput(input)
	if err != nil {
		return nil, nil, err
	}
	terms = make(map[string]int, len(e.rules))
	m := e.sieves.machine(in.root)
	defer e.sieves.done(m)
	for _, r := range e.rules {
		m.shipped = !r.Own
		_, answer := m.finds(r.sieve)
		terms[r.ID] = m.tried
		if answer == either {
			asked = append(asked, r.ID)
		}
	}
	return terms, asked, nil
}

// active is a rule that may have something to say of an input.
type active struct {
	*rule

	found ast.Value // the set of its violations, nil when OPA has to be asked
}

// try tries the sieves of rules on an input. What they find of a shipped rule is what OPA would find.
func (e *Engine) try(rules []*rule, in *Input) []active {
	m := e.sieves.machine(in.root)
	defer e.sieves.done(m)
	var out []active
	for _, r := range rules {
		m.shipped = !r.Own
		found, answer := m.finds(r.sieve)
		if answer == no {
			continue
		}
		a := active{rule: r}
		if answer == yes && !r.Own {
			if elems, err := terms(found); err == nil {
				a.found = ast.NewSet(elems...)
			}
		}
		out = append(out, a)
	}
	return out
}
