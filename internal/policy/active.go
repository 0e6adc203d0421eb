package policy

// Active lists the rules that may have something to say of an input, in the order of [Engine.Rules]. A rule that is not listed gives nothing.
func (e *Engine) Active(input any) ([]string, error) {
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	rules := e.activeRules(e.rules, in)
	out := make([]string, 0, len(rules))
	for _, r := range rules {
		out = append(out, r.ID)
	}
	return out, nil
}

// activeRules tries the sieves of rules on an input.
func (e *Engine) activeRules(rules []*rule, in *Input) []*rule {
	m := e.sieves.machine(in.root)
	defer e.sieves.done(m)
	var out []*rule
	for _, r := range rules {
		if m.passes(r.sieve) {
			out = append(out, r)
		}
	}
	return out
}
