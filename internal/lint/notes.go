package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// Note says what was passed over. File and Line are empty when it is about no place.
type Note struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

// maxKinds is how many kinds are named that hold pods nobody judges.
const maxKinds = 20

// unjudged are the objects that plainly hold a pod and are of no known kind, by kind and group. It is safe for concurrent use.
type unjudged struct {
	mu    sync.Mutex
	kinds map[[2]string]*passedKind
	more  int // objects of kinds beyond the most that are kept
}

// passedKind is one kind, with the first of its objects by file and line.
type passedKind struct {
	entry  knowledge.Kind
	groups []string // in which the kind is known
	n      int
	file   string
	line   int
}

// keptKinds bounds how many kinds are kept, of which the first are named.
const keptKinds = 1000

func (u *unjudged) add(obj *manifest.Object, entry knowledge.Kind, groups []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	key := [2]string{entry.Group, entry.Kind}
	k := u.kinds[key]
	switch {
	case k != nil:
	case len(u.kinds) >= keptKinds:
		u.more++
		return
	default:
		if u.kinds == nil {
			u.kinds = map[[2]string]*passedKind{}
		}
		k = &passedKind{groups: groups}
		u.kinds[key] = k
	}
	k.n++
	if k.n == 1 || cmp.Or(cmp.Compare(obj.File, k.file), cmp.Compare(obj.Line, k.line)) < 0 {
		k.entry, k.file, k.line = entry, obj.File, obj.Line
	}
}

// notes names each kind once, in the order of the first objects.
func (u *unjudged) notes() []Note {
	all := make([]*passedKind, 0, len(u.kinds))
	for _, k := range u.kinds {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b *passedKind) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.entry.Kind, b.entry.Kind))
	})
	var out []Note
	more := u.more
	for i, k := range all {
		if i < maxKinds {
			out = append(out, k.note())
		} else {
			more += k.n
		}
	}
	if more > 0 {
		out = append(out, Note{Message: fmt.Sprintf("%d further objects of other kinds hold pods that are not judged", more)})
	}
	return out
}

func (k *passedKind) note() Note {
	e := &k.entry
	more := ""
	if k.n > 1 {
		more = fmt.Sprintf(" (so do %d more)", k.n-1)
	}
	if len(k.groups) > 0 && !strings.Contains(e.Group, ".") {
		return Note{File: k.file, Line: k.line, Message: fmt.Sprintf("%s of API group %s is not judged%s: no cluster knows it, it belongs to %s", e.Kind, e.Group, more, strings.Join(k.groups, " or "))}
	}
	at, paths := "template", e.Template
	if len(paths) == 0 {
		at, paths = "spec", e.Spec
	}
	path := paths[0]
	if len(paths) > 1 {
		path = "[" + strings.Join(paths, ", ") + "]"
	}
	return Note{File: k.file, Line: k.line, Message: fmt.Sprintf("%s of API group %s holds a pod that is not judged%s, because the kind is not known; to have it judged, add to the configuration: "+
		"kinds: [{kind: %s, group: %s, %s: %s}]", e.Kind, e.Group, more, e.Kind, e.Group, at, path)}
}
