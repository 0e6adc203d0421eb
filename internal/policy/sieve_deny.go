package policy

// denies tells whether steps have no way through them.
func (m *machine) denies(steps []node) tri {
	if len(steps) == 1 && steps[0].op == opDenied {
		return m.deny(&steps[0].kids[0])
	}
	return yes - m.first(steps)
}

// denied is a test inside of a denial with more in it.
func (m *machine) denied(t *node) tri { return yes - m.deny(t) }

// deny tells whether the denial of a test holds. OPA takes calls out of a denial, and what calls other than == are given: where that is not
// there, the denial fails as the test does.
func (m *machine) deny(t *node) tri {
	room := m.room
	defer func() { m.room = room }()
	if !t.isCall() {
		v := m.term(t)
		if v.kind == absent && !t.isReference() {
			return either
		}
		return yes - v.holds()
	}
	args, there := m.args(t.kids)
	switch {
	case there == either:
		return either
	case there == yes:
		v := m.call(t, args)
		return yes - v.holds()
	case t.op != opBuiltin || call(t.n) != callEqual:
		return no
	case t.kids[0].isReference() && t.kids[1].isReference():
		return yes
	}
	return either
}

func (d *node) isCall() bool { return d.op == opCall || d.op == opBuiltin || d.op == opOther }

// isReference holds for constants and for what leads to a part of the input or to a rule without a call.
func (d *node) isReference() bool {
	switch d.op {
	case opConstant, opSlot, opInput, opPath, opRule:
		return true
	case opAt:
		return d.kids[0].isReference()
	}
	return false
}
