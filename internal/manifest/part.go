package manifest

// Part is what is read of an item: some paths.
type Part struct{ root branch }

// branch holds what follows after the start of a path; nil is the end.
type branch struct{ next map[any]*branch }

// NewPart makes a part of the paths in an object, and of what names the object.
func NewPart(paths []Path) *Part {
	p := &Part{}
	p.root.add(Path{"metadata"})
	for _, path := range paths {
		p.root.add(path)
	}
	return p
}

func (b *branch) add(path Path) {
	for _, elem := range path {
		if b.next == nil {
			b.next = map[any]*branch{}
		}
		if b.next[elem] == nil {
			b.next[elem] = &branch{}
		}
		b = b.next[elem]
	}
}
