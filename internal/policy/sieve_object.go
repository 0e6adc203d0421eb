package policy

import (
	"slices"
	"strings"
)

// object is what all definitions of a rule add to it.
func (m *machine) object(definitions []node) val {
	k := sink{mode: entries, out: val{kind: object}}
	for i := range definitions {
		d := &definitions[i]
		m.frame, k.key, k.term, k.groups = m.take(d.n), &d.kids[0], &d.kids[1], d.op == opGroups
		m.solve(d.steps(), true, &k)
	}
	return m.entered(&k)
}

// objectOf is a comprehension.
func (m *machine) objectOf(t *node) val {
	k := sink{mode: entries, key: &t.kids[0], term: &t.kids[1], out: val{kind: object}}
	m.solve(t.kids[2:], true, &k)
	return m.entered(&k)
}

// enter puts a value, or an element of a set, into an object, as far as both it and its key are sure.
func (m *machine) enter(k *sink, sure bool) {
	key := m.term(k.key)
	if key.kind == absent {
		return
	}
	v := m.term(k.term)
	if v.kind == absent {
		return
	}
	out := &k.out
	if !sure || !key.known() || v.kind == perhaps {
		out.more = true
		return
	}
	i := m.entryOf(k, &key)
	switch {
	case i == len(out.elems):
	case k.groups:
		m.addAt(k, i+1, v)
		return
	case equal(&out.elems[i+1], &v) != yes:
		out.elems[i+1], out.more = val{kind: perhaps}, true // OPA may refuse it
		return
	default:
		return
	}
	if k.groups {
		v = val{kind: set, elems: []val{v}}
	}
	out.elems = append(out.elems, key, v)
}

// addAt puts an element into a set of the object.
func (m *machine) addAt(k *sink, i int, v val) {
	to := &k.out.elems[i]
	if len(to.elems) <= manyPairs {
		to.add(v)
		return
	}
	if k.sets[i] == nil {
		if k.sets == nil {
			k.sets = map[int]*texts{}
		}
		k.sets[i] = &texts{}
	}
	m.add(to, k.sets[i], v)
}

// entryOf is where the key of an object stands, or would be added. Where there are many, texts are looked up.
func (m *machine) entryOf(k *sink, key *val) int {
	elems := k.out.elems
	if key.kind != literal || len(elems) <= manyPairs {
		for i := 0; i < len(elems); i += 2 {
			m.tried++
			if equal(&elems[i], key) == yes {
				return i
			}
		}
		return len(elems)
	}
	if k.at == nil {
		k.at = map[string]int{}
	}
	for ; k.listed < len(elems); k.listed += 2 {
		if e := &elems[k.listed]; e.kind == literal {
			k.at[e.s] = k.listed
		}
	}
	m.tried++
	if i, found := k.at[key.s]; found {
		return i
	}
	return len(elems)
}

// entered is the object as far as it is known, with its keys in OPA's order where that is plain.
func (m *machine) entered(k *sink) val {
	out := k.out
	out.more = out.more || m.spent()
	plain := true
	for i := 0; i < len(out.elems); i += 2 {
		plain = plain && out.elems[i].kind == literal
		if k.groups {
			out.elems[i+1].more = out.elems[i+1].more || out.more
			out.elems[i+1] = out.elems[i+1].searchable()
		}
	}
	if plain && !out.more {
		out.sort()
	}
	return out
}

// sort puts the entries of an object whose keys are texts into OPA's order.
func (v *val) sort() {
	pairs := make([][2]val, 0, len(v.elems)/2)
	for i := 0; i < len(v.elems); i += 2 {
		pairs = append(pairs, [2]val{v.elems[i], v.elems[i+1]})
	}
	slices.SortFunc(pairs, func(a, b [2]val) int { return strings.Compare(a[0].s, b[0].s) })
	for i := range pairs {
		v.elems[2*i], v.elems[2*i+1] = pairs[i][0], pairs[i][1]
	}
	v.sorted = true
}
