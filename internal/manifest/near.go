package manifest

import (
	"path"
	"strings"
)

// Near says how near two objects of a set stand: the farther apart, the less likely they are applied together.
type Near uint8

// The grades of nearness, the farthest first. The zero value is that of objects that have nothing to do with one another.
const (
	// Apart are objects of two environments: see Set.Environments.
	Apart Near = iota
	// Sibling are files of folders of which neither holds the other.
	Sibling
	// AboveBelow are files of which one lies in a folder above that of the other.
	AboveBelow
	// SameFolder are two files of one folder.
	SameFolder
	// SameFile are objects of one file.
	SameFile
	// SameBuild are what one build made.
	SameBuild
)

var nearNames = [...]string{"apart", "sibling", "above-below", "same-folder", "same-file", "same-build"}

func (n Near) String() string { return nearNames[n] }

// Near tells how near two objects of the set stand.
func (s *Set) Near(a, b *Object) Near {
	near, _ := s.near(a, b)
	return near
}

// near is Near, and for files above and below one another how many folders lie between them.
func (s *Set) near(a, b *Object) (near Near, steps int) {
	switch {
	case a.Render != nil && b.Render != nil:
		return SameBuild, 0
	case a.File == b.File, s.Cluster:
		return SameFile, 0
	}
	if x, y := s.Environments[a.File], s.Environments[b.File]; x != y && x != "" && y != "" {
		return Apart, 0
	}
	return between(path.Dir(a.File), path.Dir(b.File))
}

// between compares two folders.
func between(a, b string) (near Near, steps int) {
	if a == b {
		return SameFolder, 0
	}
	rest, below := beneath(a, b)
	if !below {
		rest, below = beneath(b, a)
	}
	if !below {
		return Sibling, 0
	}
	return AboveBelow, strings.Count(rest, "/") + 1
}

// beneath returns the path of a folder in another one; false when it does not lie there.
func beneath(dir, above string) (string, bool) {
	switch above {
	case ".":
		return dir, !path.IsAbs(dir) && dir != ".." && !strings.HasPrefix(dir, "../")
	case "/":
		return strings.TrimPrefix(dir, "/"), path.IsAbs(dir)
	}
	return strings.CutPrefix(dir, above+"/")
}

// Nearest is what a name leads to.
type Nearest struct {
	Object *Object // nil when the set has none, or when the name is ambiguous
	Near   Near
	// Ambiguous are two objects of the name that stand as near as one another; nil when there is no doubt.
	Ambiguous []*Object
}

// FindNear returns the object of that kind and name that stands nearest to from. Of two in one file, or of one build, it is the first, and
// of those of a chart one of the same hook. Two that
// stand equally near are ambiguous; of those in sibling folders, there must be none but the one. An empty namespace means "default".
func (s *Set) FindNear(from *Object, kind, namespace, name string) Nearest {
	key := keyOf(kind, namespace, name)
	first := s.Find(kind, namespace, name)
	if first == nil {
		return Nearest{}
	}
	more := s.again[key]
	if len(more) == 0 {
		return only(first, s.Near(from, first))
	}
	var best closest
	for _, o := range append([]*Object{first}, more...) {
		near, steps := s.near(from, o)
		best.take(o, near, phase(from, o), steps)
	}
	if best.Ambiguous != nil {
		best.Object = nil
	}
	return best.Nearest
}

// closest is the Nearest of the objects that were looked at.
type closest struct {
	Nearest

	phase, steps int
}

// phase says how well two objects of a chart fit in time: a hook's own replace others of their name before it runs, and are not yet, or no
// longer, there for what is no hook.
func phase(from, o *Object) int {
	switch hook := hookOf(o); {
	case hook == hookOf(from):
		return 2
	case hook == "":
		return 1
	}
	return 0
}

func hookOf(o *Object) string { return o.Root.Str("metadata", "annotations", "helm.sh/hook") }

func (n *closest) take(o *Object, near Near, phase, steps int) {
	switch {
	case near == Apart || near < n.Near || near == n.Near && phase < n.phase:
	case near > n.Near || phase > n.phase || steps < n.steps:
		*n = closest{Nearest{Object: o, Near: near}, phase, steps}
	case near < SameFile && steps == n.steps && o.File != n.Object.File && n.Ambiguous == nil:
		n.Ambiguous = []*Object{n.Object, o}
	}
}

func only(o *Object, near Near) Nearest {
	if near == Apart {
		return Nearest{}
	}
	return Nearest{Object: o, Near: near}
}
