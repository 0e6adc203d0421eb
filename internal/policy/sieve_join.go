package policy

import "reflect"

// minJoined is from how many elements on a list is looked up in rather than gone through.
const minJoined = 16

// joinKey is a list of the input and the number of a field of its elements.
type joinKey struct {
	list  uintptr
	n     int
	of    reflect.Type
	field int
}

// joined are the elements of a list that the first step behind it lets pass, when that compares a text of theirs with what is known. ok is
// false when it does not.
func (m *machine) joined(s *node, of *val, rest []node) (found []int32, ok bool) {
	elem, many := of.firstOfMany()
	if !many {
		return nil, false
	}
	field, other := s.joins(rest)
	if field == nil {
		return nil, false
	}
	l := elem.lens(field)
	if l.field == nil || l.class != classText {
		return nil, false
	}
	switch x := m.term(other); {
	case x.kind == absent:
		return nil, true
	case x.kind != literal || !x.known():
		return nil, false
	default:
		m.tried++
		return m.index(of.in, l)[x.s], true
	}
}

// firstOfMany is the first of the objects in a list of the input that is worth looking up in.
func (v *val) firstOfMany() (elem val, ok bool) {
	if v.kind != part || v.in.Kind() != reflect.Slice || v.in.Len() < minJoined {
		return val{}, false
	}
	c := classOf(v.in.Type().Elem())
	if c != classStruct && c != classPointer {
		return val{}, false
	}
	elem = native(v.in.Index(0), c)
	return elem, elem.kind == part
}

// index tells which elements of a list have a text in a field.
func (m *machine) index(of reflect.Value, l *lens) map[string][]int32 {
	key := joinKey{of.Pointer(), of.Len(), of.Type(), l.field.index}
	if out, known := m.joins[key]; known {
		return out
	}
	out := make(map[string][]int32, of.Len())
	for i := range of.Len() {
		m.tried++
		in := reflect.Indirect(of.Index(i))
		if !in.IsValid() { // null has no fields
			continue
		}
		if in = in.Field(l.field.index); !l.field.leftOut(in) {
			out[in.String()] = append(out[in.String()], int32(i))
		}
	}
	if m.joins == nil {
		m.joins = map[joinKey]map[string][]int32{}
	}
	m.joins[key] = out
	return out
}

// joins are the key of the elements' field that the first step behind an opEach compares, and what it is compared with; nil when it does
// something else.
func (d *node) joins(rest []node) (field, other *node) {
	if len(rest) == 0 || rest[0].op != opTest || d.kids[1].op != opSlot {
		return nil, nil
	}
	t := &rest[0].kids[0]
	if t.op != opBuiltin || call(t.n) != callEqual {
		return nil, nil
	}
	for i := range t.kids {
		mine, other := &t.kids[i], &t.kids[1-i]
		if d.aField(mine) && d.apart(other) {
			return &mine.kids[1], other
		}
	}
	return nil, nil
}

// aField tells whether a term is a field of the element.
func (d *node) aField(t *node) bool {
	return t.op == opAt && len(t.kids) == 2 && t.kids[1].op == opConstant && t.kids[0].op == opSlot && t.kids[0].n == d.kids[1].n
}

// apart tells whether a term is the same for all elements of an opEach.
func (d *node) apart(t *node) bool {
	switch t.op {
	case opConstant:
		return true
	case opSlot:
		return t.n != d.kids[1].n && (d.kids[0].op != opSlot || t.n != d.kids[0].n)
	case opAt:
		for i := range t.kids {
			if !d.apart(&t.kids[i]) {
				return false
			}
		}
		return true
	}
	return false
}

// test tells whether a condition holds. Most compare two values, which need not be put anywhere for that.
func (m *machine) test(t *node) tri {
	if t.op != opBuiltin || call(t.n) != callEqual && call(t.n) != callNotEqual {
		v := m.term(t)
		return v.holds()
	}
	m.tried++
	a := m.term(&t.kids[0])
	if a.kind == absent {
		return no
	}
	b := m.term(&t.kids[1])
	switch {
	case b.kind == absent:
		return no
	case a.kind == perhaps || b.kind == perhaps:
		return either
	case call(t.n) == callEqual:
		return equal(&a, &b)
	}
	return yes - equal(&a, &b)
}
