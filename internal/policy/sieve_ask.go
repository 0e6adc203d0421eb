package policy

// ask goes through the definitions of a rule or function.
func (m *machine) ask(g *tried, args []val) val {
	definitions := m.sieves.definitions(g)
	if definitions == nil || m.calls >= maxCalls {
		return val{kind: perhaps}
	}
	frame, room, mixed := m.frame, m.room, m.mixed
	m.calls++
	v := m.answer(definitions, args)
	m.calls--
	m.frame, m.room, m.mixed = frame, room, mixed
	return v
}

func (m *machine) answer(definitions []node, args []val) val {
	switch definitions[0].op {
	case opElements:
		return m.union(definitions)
	case opEntries, opGroups:
		return m.object(definitions)
	}
	if v := m.defined(definitions, args); v.kind != absent {
		return v
	}
	for i := range definitions {
		if definitions[i].op == opDefault {
			return m.definition(&definitions[i], args)
		}
	}
	return val{}
}

// union is the set of what all definitions add to it.
func (m *machine) union(definitions []node) val {
	k := sink{mode: elements, out: val{kind: set}}
	for i := range definitions {
		d := &definitions[i]
		m.frame, k.term = m.take(d.n), d.value()
		m.solve(d.steps(), true, &k)
	}
	k.out.more = k.out.more || m.spent()
	return k.out.searchable()
}

// defined is what the definitions give before there is need for a default.
func (m *machine) defined(definitions []node, args []val) (out val) {
	for i := range definitions {
		if definitions[i].op == opDefault {
			continue
		}
		switch v := m.definition(&definitions[i], args); v.kind {
		case absent:
		case perhaps:
			out = v
		default:
			return v
		}
	}
	return out
}

// definition is what one definition gives, or what stands behind its else.
func (m *machine) definition(d *node, args []val) val {
	for ; d != nil; d = d.otherwise() {
		if len(args) > d.n {
			return val{kind: perhaps}
		}
		m.frame = m.take(d.n)
		copy(m.frame, args)
		k := sink{mode: aValue, term: d.value()}
		m.solve(d.steps(), true, &k)
		switch {
		case m.spent(), k.way == either:
			return val{kind: perhaps}
		case k.way == yes:
			return k.out
		}
	}
	return val{}
}
