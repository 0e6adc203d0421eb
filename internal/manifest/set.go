package manifest

// objectKey names an object of a set; kubectl puts an object without a namespace into "default".
type objectKey struct{ kind, namespace, name string }

func keyOf(kind, namespace, name string) objectKey {
	if namespace == "" {
		namespace = "default"
	}
	return objectKey{kind, namespace, name}
}

// index makes Find fast. It is called once, before the set is used by several goroutines. Of two objects with the same name the
// first is found; a patch is not found at all, because it is a fragment.
func (s *Set) index() {
	s.byName, s.again = make(map[objectKey]*Object, len(s.Objects)), map[objectKey][]*Object{}
	for _, o := range s.Objects {
		if o.Patch {
			continue
		}
		key := keyOf(o.Kind, o.Namespace, o.Name)
		if _, ok := s.byName[key]; !ok {
			s.byName[key] = o
		} else {
			s.again[key] = append(s.again[key], o)
		}
	}
}

// Hold makes these the objects of the set, before it is used.
func (s *Set) Hold(all []*Object) {
	s.Objects = all
	s.index()
}

// Find returns the object of that kind and name, nil when the set has none. An empty namespace on either side matches "default"
// on the other. Of several such objects the first is returned; patches are left out.
func (s *Set) Find(kind, namespace, name string) *Object {
	if s.byName == nil {
		return s.findSlowly(keyOf(kind, namespace, name))
	}
	return s.byName[keyOf(kind, namespace, name)]
}

// Named lists all objects of that kind and name, the first of which Find returns.
func (s *Set) Named(kind, namespace, name string) []*Object {
	first := s.Find(kind, namespace, name)
	if first == nil {
		return nil
	}
	return append([]*Object{first}, s.again[keyOf(kind, namespace, name)]...)
}

// findSlowly serves sets that were put together by hand.
func (s *Set) findSlowly(key objectKey) *Object {
	for _, o := range s.Objects {
		if !o.Patch && keyOf(o.Kind, o.Namespace, o.Name) == key {
			return o
		}
	}
	return nil
}
