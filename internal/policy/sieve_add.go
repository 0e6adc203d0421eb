package policy

// texts are those among the first elements of a large set, and how many elements these are.
type texts struct {
	held   map[string]bool
	listed int
}

// add puts an element into a set. In a large one texts are looked up.
func (m *machine) add(to *val, t *texts, e val) {
	if len(to.elems) <= manyPairs {
		to.add(e)
		return
	}
	m.tried++
	if e.kind != literal || !e.known() {
		m.tried += len(to.elems)
		to.add(e)
		return
	}
	if t.held == nil {
		t.held = map[string]bool{}
	}
	for ; t.listed < len(to.elems); t.listed++ {
		if x := &to.elems[t.listed]; x.kind == literal && x.known() {
			t.held[x.s] = true
		}
	}
	if !t.held[e.s] {
		to.elems = append(to.elems, e)
	}
}
