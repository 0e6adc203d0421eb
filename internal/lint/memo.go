package lint

import (
	"fmt"
	"strings"
	"sync"
	"unique"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
)

// maxRemembered bounds what a memo holds, in pods and matches together.
const maxRemembered = 4096

// memo remembers what the rules said of items that are alike, so that of many replicas one is judged. It is safe for concurrent use.
type memo struct {
	mu    sync.Mutex
	known map[manifest.Alike]*verdict
	order []manifest.Alike // as they came
	size  int
}

// verdict is what the rules said of one of several items that are alike.
type verdict struct {
	ready  chan struct{} // closed when the rest is final
	shared bool          // false when it is about this one item alone

	matches    []policy.Match
	part       *manifest.Part // what of an item has a place in the matches
	containers int
	pods       bool
}

func (v *verdict) size() int { return 1 + len(v.matches) }

// newMemo returns nil when rules of the user's own could tell items that are alike apart.
func newMemo(set *manifest.Set, q *policy.Query) *memo {
	reads := func(path ...string) bool { return len(q.Readers(true, path...)) > 0 }
	if set.Items.Len() == 0 || reads("object") || reads("pod", "workload", "name") || namesPods(set) {
		return nil
	}
	for key := range manifest.OwnAnnotations() {
		if reads("pod", "annotations", key) {
			return nil
		}
	}
	return &memo{known: map[manifest.Alike]*verdict{}}
}

// namesPods tells whether an object that is held names a Pod, as an autoscaler does its target.
func namesPods(set *manifest.Set) bool {
	for _, o := range set.Objects {
		if o.Root != nil && o.Kind != "Pod" && namesPod(o.Root, 0) {
			return true
		}
	}
	return false
}

func namesPod(n *manifest.Node, depth int) bool {
	if depth > 0 && n.Str("kind") == "Pod" {
		return true
	}
	for i := range n.Fields {
		if namesPod(n.Fields[i].Value, depth+1) {
			return true
		}
	}
	for _, item := range n.Items {
		if namesPod(item, depth+1) {
			return true
		}
	}
	return false
}

// find returns the verdict on items like this one; the caller must judge the item and call settle when first is set.
func (m *memo) find(like manifest.Alike) (v *verdict, first bool) {
	m.mu.Lock()
	v = m.known[like]
	if v == nil {
		v, first = &verdict{ready: make(chan struct{})}, true
		m.known[like] = v
		m.order = append(m.order, like)
	}
	m.mu.Unlock()
	if !first {
		<-v.ready
	}
	return v, first
}

// settle makes a verdict final, and forgets the oldest when there are too many.
func (m *memo) settle(v *verdict) {
	close(v.ready)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.size += v.size()
	for m.size > maxRemembered && len(m.order) > 1 {
		old := m.known[m.order[0]]
		select {
		case <-old.ready:
		default:
			return // still being judged; the next one to settle comes back to it
		}
		m.size -= old.size()
		delete(m.known, m.order[0])
		m.order = m.order[1:]
	}
}

// keep notes what was found on the item of w, unless something of it is about this item alone.
func (v *verdict) keep(w *work, matches []policy.Match) {
	if w.obj == nil || len(w.errors) > 0 {
		return
	}
	own := ownNames(w.obj)
	var paths []manifest.Path
	for i := range matches {
		m := &matches[i]
		if mentions(m, own) {
			return
		}
		paths = append(paths, normalise(m.Path))
		for _, rel := range m.Related {
			paths = append(paths, normalise(rel.Path))
		}
		paths = append(paths, fixPaths(m.Fix)...)
		shareMatch(m)
	}
	v.shared, v.matches, v.containers, v.pods = true, matches, w.containers, w.pods
	if len(matches) > 0 {
		v.part = manifest.NewPart(paths)
	}
}

// ownNames are the texts that no other item like this one has.
func ownNames(o *manifest.Object) []string {
	own := []string{o.Name}
	for _, key := range []string{"uid", "resourceVersion", "creationTimestamp", "selfLink"} {
		own = append(own, o.Root.Str("metadata", key))
	}
	for key := range manifest.OwnAnnotations() {
		own = append(own, o.Root.Str("metadata", "annotations", key))
	}
	own = append(own, o.Root.Str("spec", "nodeName"))
	if volumes := o.Root.Get("spec", "volumes"); volumes != nil {
		for _, v := range volumes.Items {
			if name := v.Str("name"); strings.HasPrefix(name, manifest.TokenVolume) {
				own = append(own, name)
			}
		}
	}
	return own
}

// fixPaths are the places that a fix changes.
func fixPaths(fix *policy.Fix) []manifest.Path {
	if fix == nil {
		return nil
	}
	var out []manifest.Path
	for i := range fix.Changes {
		for _, path := range [][]any{fix.Changes[i].Path, fix.Changes[i].From} {
			if len(path) > 0 {
				out = append(out, normalise(path))
			}
		}
	}
	return out
}

func mentions(m *policy.Match, own []string) bool {
	for _, name := range own {
		if name == "" {
			continue
		}
		said := strings.Contains(m.Message, name) || inPath(m.Path, name) || m.Fix != nil && inFix(m.Fix, name)
		said = said || m.Certainty != nil && strings.Contains(m.Certainty.Reason, name)
		for i := range m.Related {
			said = said || strings.Contains(m.Related[i].Message, name) || inPath(m.Related[i].Path, name)
		}
		if said {
			return true
		}
	}
	return false
}

func inFix(fix *policy.Fix, name string) bool {
	said := strings.Contains(fix.Title, name)
	for i := range fix.Changes {
		c := &fix.Changes[i]
		said = said || inPath(c.Path, name) || inPath(c.From, name) || strings.Contains(fmt.Sprint(c.Key, c.Value, c.Find, c.Text), name)
	}
	return said
}

func inPath(path []any, name string) bool {
	for _, elem := range path {
		if s, ok := elem.(string); ok && strings.Contains(s, name) {
			return true
		}
	}
	return false
}

// shareMatch lets a match keep no text of the item alive.
func shareMatch(m *policy.Match) {
	m.Message, m.Container = strings.Clone(m.Message), unique.Make(m.Container).Value()
	if m.Fix != nil {
		m.Fix.Title = unique.Make(m.Fix.Title).Value()
	}
	if m.Certainty != nil {
		m.Certainty.Reason = unique.Make(m.Certainty.Reason).Value()
	}
	share(m.Path)
	for i := range m.Related {
		m.Related[i].Message = unique.Make(m.Related[i].Message).Value()
		share(m.Related[i].Path)
	}
}
