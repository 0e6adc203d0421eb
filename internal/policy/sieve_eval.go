package policy

import (
	"reflect"
)

const (
	// maxTried bounds how many terms are looked at for one rule of a user, and maxTriedShipped for one of podlint's own; past it OPA is asked,
	// which takes ten times as long for a term and has the model turned into its values first.
	maxTried        = 20_000
	maxTriedShipped = 20_000_000
	// maxCalls bounds how deep rules ask each other.
	maxCalls = 40
	// roomOf is for how many variables and arguments there is room at first.
	roomOf = 512
)

// machine tries the sieves of rules on one input.
type machine struct {
	sieves  *sieves
	input   val
	frame   []val // the variables of the definition that is tried
	room    []val // for those of others
	base    []val // all of the room
	known   []answer
	round   uint32 // of the answers that are about this input
	tried   int
	calls   int
	shipped bool                           // the rule that is tried is no user's
	mixed   int                            // how often elements were taken in an order that OPA may not take
	joins   map[joinKey]map[string][]int32 // of this input
}

// answer is what a rule without arguments, or a path of the input, is worth for all who ask.
type answer struct {
	round uint32
	val   val
}

// machine returns one for an input, to be handed back to done.
func (s *sieves) machine(input reflect.Value) *machine {
	m, _ := s.idle.Get().(*machine)
	if m == nil {
		m = &machine{sieves: s, base: make([]val, roomOf)}
	}
	m.round++
	m.input = nativeAny(input)
	return m
}

func (s *sieves) done(m *machine) {
	m.input, m.frame = val{}, nil
	clear(m.joins)
	s.idle.Put(m)
}

// finds works out the violations of a package: none when the answer is no, all of them when it is yes. With either there may be others,
// or those that are found are not known whole.
func (m *machine) finds(violation *tried) (found []val, answer tri) {
	m.tried, m.calls, m.room = 0, 0, m.base
	definitions := m.sieves.definitions(violation)
	if definitions == nil {
		return nil, either
	}
	k := sink{mode: wholes}
	for i := range definitions {
		d := &definitions[i]
		m.frame, k.term = m.take(d.n), d.value()
		m.solve(d.steps(), true, &k)
		if k.way == either || m.spent() {
			return nil, either
		}
	}
	return k.out.elems, k.way
}

func (m *machine) spent() bool {
	return m.tried > maxTried && (!m.shipped || m.tried > maxTriedShipped)
}

// take makes room for so many values.
func (m *machine) take(n int) []val {
	if len(m.room) < n {
		m.room = make([]val, max(roomOf, n))
	}
	out := m.room[:n:n]
	m.room = m.room[n:]
	return out
}

// sink takes what is found at the end of the steps.
type sink struct {
	mode   int
	key    *node          // of an object
	term   *node          // what is worth something there
	groups bool           // the object holds sets
	at     map[string]int // where the texts among its first keys stand
	listed int            // how many keys and values those are
	texts  texts          // of the set
	sets   map[int]*texts // of those sets in the object that are large, by where they stand
	way    tri            // whether there is a way to the end
	out    val
}

// What a sink is for.
const (
	sureWay  = iota // a sure way
	aValue          // the first value that is sure
	elements        // the values of all ways
	entries         // the same for an object, whose keys they stand behind
	wholes          // the same, as long as all of them are sure and known whole
)

// found takes one way to the end of the steps, and returns whether it wants no more.
func (m *machine) found(k *sink, sure bool) bool {
	switch k.mode {
	case elements:
		m.collect(k, m.term(k.term), sure)
		return false
	case entries:
		m.enter(k, sure)
		return false
	case aValue:
		switch v := m.term(k.term); {
		case v.kind == absent:
			return false
		case sure && v.kind != perhaps:
			k.out, k.way = v, yes
			return true
		}
		k.way = either
		return false
	case wholes:
		return m.foundWhole(k, sure)
	}
	k.way = max(k.way, either)
	if sure {
		k.way = yes
	}
	return sure
}

// foundWhole takes one way to a value, and wants no more when not everything is known of it.
func (m *machine) foundWhole(k *sink, sure bool) bool {
	k.way = either
	if !sure {
		return true
	}
	v := m.term(k.term)
	switch {
	case v.kind == absent:
		if len(k.out.elems) == 0 {
			k.way = no
			return false
		}
	case !v.whole():
		return true
	default:
		k.out.elems = append(k.out.elems, v)
	}
	k.way = yes
	return false
}

// collect puts an element into a list or set, as far as it is sure.
func (m *machine) collect(k *sink, e val, sure bool) {
	to := &k.out
	switch {
	case e.kind == absent:
	case !sure || e.kind == perhaps:
		to.more = true
	case to.kind == set:
		m.add(to, &k.texts, e)
	default:
		to.elems = append(to.elems, e)
	}
}

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

// solve goes through the steps and tells the sink of each way to the end, and whether it is sure. It returns whether the sink wants no
// more, or too much was tried.
func (m *machine) solve(steps []node, sure bool, k *sink) bool {
	for i := range steps {
		m.tried++
		if m.spent() {
			return true
		}
		s := &steps[i]
		if s.op == opEach {
			return m.each(s, steps[i+1:], sure, k)
		}
		switch m.step(s) {
		case no:
			return false
		case either:
			sure = false
		}
	}
	return m.found(k, sure)
}

// step tells whether a step holds that has one way at most.
func (m *machine) step(s *node) tri {
	switch s.op {
	case opTest:
		return m.test(&s.kids[0])
	case opDenied:
		return m.denied(&s.kids[0])
	case opNot:
		return m.denies(s.kids)
	case opEvery:
		return m.every(s)
	case opLet:
		v := m.term(&s.kids[1])
		m.frame[s.kids[0].n] = v
		switch v.kind {
		case absent:
			return no
		case perhaps:
			return either
		}
		return yes
	case opMaybe:
		for i := range s.kids {
			m.frame[s.kids[i].n] = val{kind: perhaps}
		}
	}
	return either
}

// each goes on with every element of a list.
func (m *machine) each(s *node, rest []node, sure bool, k *sink) bool {
	of := m.term(&s.kids[2])
	if found, ok := m.joined(s, &of, rest); ok {
		return m.eachOf(s, &of, found, rest, sure, k)
	}
	if of.mixes() {
		m.mixed++
	}
	stop := false
	more := of.visit(func(key, elem val) bool {
		stop = m.with(s, key, elem, rest, sure, k)
		return !stop
	})
	return stop || more && m.with(s, val{kind: present}, val{kind: present}, rest, false, k)
}

// eachOf goes on with some elements of a list of the input.
func (m *machine) eachOf(s *node, of *val, some []int32, rest []node, sure bool, k *sink) bool {
	c := classOf(of.in.Type().Elem())
	for _, i := range some {
		if m.with(s, val{kind: integer, n: int(i)}, native(of.in.Index(int(i)), c), rest, sure, k) {
			return true
		}
	}
	return false
}

// mixes tells whether OPA may take the elements in another order.
func (v *val) mixes() bool {
	return len(v.elems) > 1 && (v.kind == object || v.kind == set && !v.plain()) && !v.sorted
}

// with goes on with one element.
func (m *machine) with(s *node, key, elem val, rest []node, sure bool, k *sink) bool {
	if slot := &s.kids[0]; slot.op == opSlot {
		m.frame[slot.n] = key
	}
	if slot := &s.kids[1]; slot.op == opSlot {
		m.frame[slot.n] = elem
	}
	return m.solve(rest, sure, k)
}

// first tells whether there is a way through the steps.
func (m *machine) first(steps []node) tri {
	k := sink{mode: sureWay}
	m.solve(steps, true, &k)
	return k.way
}

// every tells whether the steps hold for all elements.
func (m *machine) every(s *node) tri {
	of := m.term(&s.kids[2])
	if of.kind < part {
		return either
	}
	out := yes
	more := of.visit(func(key, elem val) bool {
		k := sink{mode: sureWay}
		m.with(s, key, elem, s.kids[3:], true, &k)
		out = min(out, k.way)
		return out != no
	})
	if more {
		return min(out, either)
	}
	return out
}
