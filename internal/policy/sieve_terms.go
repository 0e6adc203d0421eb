package policy

import "reflect"

// term is the value of a term.
func (m *machine) term(t *node) val {
	m.tried++
	switch t.op {
	case opConstant:
		return t.leaf.val
	case opSlot:
		return m.frame[t.n]
	case opInput:
		return m.input
	case opPath:
		return m.path(t)
	case opAt:
		return m.at(t)
	case opRule:
		return m.rule(t.of)
	case opCall, opBuiltin, opOther:
		return m.called(t)
	case opList, opSet, opObject:
		return m.made(t)
	case opLists, opSets:
		return m.comprehension(t)
	case opObjects:
		return m.objectOf(t)
	case opWords:
		return val{kind: words}
	}
	return val{kind: perhaps}
}

// keep keeps an answer for all who ask.
func (m *machine) keep(id int, v val) val {
	if id >= len(m.known) {
		m.known = append(m.known, make([]answer, id+64-len(m.known))...)
	}
	if !m.spent() {
		m.known[id] = answer{m.round, v}
	}
	return v
}

// rule is the value of a rule without arguments.
func (m *machine) rule(g *tried) val {
	if g.id < len(m.known) && m.known[g.id].round == m.round {
		return m.known[g.id].val
	}
	return m.keep(g.id, m.ask(g, nil))
}

// path is a part of the input that a constant path leads to.
func (m *machine) path(t *node) val {
	if t.n < len(m.known) && m.known[t.n].round == m.round {
		return m.known[t.n].val
	}
	v := m.input
	for i := range t.kids {
		if v.kind == absent {
			break
		}
		v = v.entry(&t.kids[i])
	}
	if v.kind == part && v.in.Kind() == reflect.Map {
		v = val{kind: object, elems: v.mapEntries(), sorted: true}
	}
	return m.keep(t.n, v)
}

func (m *machine) at(t *node) val {
	v := m.term(&t.kids[0])
	for i := 1; i < len(t.kids); i++ {
		switch {
		case v.kind == absent:
			return val{}
		case v.kind <= present:
			return val{kind: perhaps}
		}
		k := &t.kids[i]
		switch k.op {
		case opConstant:
			v = v.entry(k)
		case opSlot:
			v = v.at(&m.frame[k.n])
		default:
			key := m.term(k)
			if key.kind == absent {
				return val{kind: perhaps}
			}
			v = v.at(&key)
		}
	}
	return v
}

// lens is where the entry of a key is in values of a type.
type lens struct {
	of    reflect.Type
	field *field // nil: nowhere
	class class
}

// entry is at for a key that is written down.
func (v *val) entry(key *node) val {
	if v.kind != part || v.in.Kind() != reflect.Struct {
		return v.at(&key.leaf.val)
	}
	l := v.lens(key)
	if l.field == nil {
		return val{}
	}
	in := v.in.Field(l.field.index)
	if l.field.leftOut(in) {
		return val{}
	}
	return native(in, l.class)
}

// lens is that of a key in the type of a struct.
func (v *val) lens(key *node) *lens {
	l := key.leaf.lens.Load()
	if t := v.in.Type(); l == nil || l.of != t {
		l = &lens{of: t}
		if l.field = shapeOf(t).byName[key.leaf.val.s]; l.field != nil {
			l.class = classOf(t.Field(l.field.index).Type)
		}
		key.leaf.lens.Store(l)
	}
	return l
}

// args are the values of terms, and whether all of them are there.
func (m *machine) args(terms []node) ([]val, tri) {
	out := m.take(len(terms))
	return out, m.fill(out, terms)
}

func (m *machine) fill(out []val, terms []node) tri {
	there := yes
	for i := range terms {
		out[i] = m.term(&terms[i])
		switch out[i].kind {
		case absent:
			return no
		case perhaps:
			there = either
		}
	}
	return there
}

// made is a list, a set or an object that is written down.
func (m *machine) made(t *node) val {
	elems := make([]val, len(t.kids))
	switch m.fill(elems, t.kids) {
	case no:
		return val{}
	case either:
		return val{kind: perhaps}
	}
	return madeOf(t.op, elems)
}

func madeOf(op op, elems []val) val {
	switch op {
	case opList:
		return val{kind: list, elems: elems}
	case opObject:
		return val{kind: object, elems: elems}
	}
	out := val{kind: set, elems: make([]val, 0, len(elems))}
	for _, e := range elems {
		out.add(e)
	}
	return out
}

func (m *machine) comprehension(t *node) val {
	k := sink{mode: elements, term: &t.kids[0], out: val{kind: list}}
	if t.op == opSets {
		k.out.kind = set
	}
	before := m.mixed
	m.solve(t.kids[1:], true, &k)
	k.out.more = k.out.more || k.out.kind == list && m.mixed > before || m.spent()
	return k.out.searchable()
}

// called is the value of a call, whose arguments may be undefined.
func (m *machine) called(t *node) val {
	room := m.room
	args, there := m.args(t.kids)
	out := val{}
	if there != no {
		out = m.call(t, args)
	}
	m.room = room
	if there == either && out.kind != absent {
		return val{kind: perhaps}
	}
	return out
}

// call is what a function gives for values that are there or may be.
func (m *machine) call(t *node, args []val) val {
	switch t.op {
	case opCall:
		return m.ask(t.of, args)
	case opOther:
		return m.other(t.leaf.val.s, args)
	}
	return m.builtin(call(t.n), args)
}

// members are the elements of which a value is known to consist, false when there may be others.
func (v *val) members() ([]val, bool) {
	switch {
	case v.family() == list && !v.more:
		return v.items(), true
	case v.kind == set && !v.more:
		return v.elems, true
	}
	return nil, false
}
