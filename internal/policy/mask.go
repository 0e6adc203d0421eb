package policy

// mask says which parts of an input are looked at: the keys of an object with the mask of each, and under "*" that of every element of a
// list or an object. Nil is everything; an empty mask asks whether the value is there.
type mask map[string]mask

// with adds a path; when whole, everything below it is looked at.
func (m mask) with(path []string, whole bool) mask {
	if m == nil || len(path) == 0 && whole {
		return nil
	}
	if len(path) == 0 {
		return m
	}
	below, known := m[path[0]]
	if !known {
		below = mask{}
	}
	m[path[0]] = below.with(path[1:], whole)
	return m
}

// has tells whether something at, above or below the path is looked at.
func (m mask) has(path []string) bool {
	if m == nil || len(path) == 0 {
		return true
	}
	for _, key := range []string{path[0], "*"} {
		if below, known := m[key]; known && below.has(path[1:]) {
			return true
		}
	}
	return false
}

// add puts what another mask wants into this one and returns it, or nil. It keeps no part of the other.
func (m mask) add(o mask) mask {
	if m == nil || o == nil {
		return nil
	}
	for key, below := range o {
		old, known := m[key]
		if !known {
			old = mask{}
		}
		m[key] = old.add(below)
	}
	return m
}

// of is what is wanted of an entry.
func (m mask) of(key string) mask {
	each, every := m["*"]
	one, known := m[key]
	switch {
	case !every:
		return one
	case !known:
		return each
	}
	return mask{}.add(one).add(each)
}
