package show

import (
	"strconv"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/picture"
)

// pin puts a violation where it belongs: on the container or volume in which its place lies, else on the container that it names, else on
// the Service, else on the pod.
func (w *drawer) pin(v *lint.Violation, fresh bool) {
	p := picture.Pin{
		Severity: v.Severity, Rule: v.Rule, Message: v.Message, Fingerprint: v.Fingerprint, Doubt: v.Doubt, New: fresh,
		Place: v.File + ":" + strconv.Itoa(v.Line),
	}
	at := w.holder(v)
	if at < 0 {
		w.Pins = append(w.Pins, p)
		return
	}
	w.Nodes[at].Pins = append(w.Nodes[at].Pins, p)
}

func (w *drawer) holder(v *lint.Violation) int {
	if v.Object == "" {
		if at := w.deepest(v.Path); at >= 0 {
			return at
		}
	}
	if at := w.container(v.Container); v.Container != "" && at >= 0 {
		return at
	}
	if w.in.Related == nil {
		return -1
	}
	for _, s := range w.in.Related.Services {
		if at, ok := w.others[other{picture.Service, s.Name}]; ok && v.Object == "Service/"+s.Namespace+"/"+s.Name {
			return at
		}
	}
	return -1
}

// deepest is the node with the longest path that leads to path, -1 when there is none.
func (w *drawer) deepest(path manifest.Path) int {
	best, length := -1, 0
	for _, p := range w.places {
		if n := len(p.path); n > length && leads(p.path, path) {
			best, length = p.node, n
		}
	}
	return best
}

// leads tells whether path begins with the whole of start.
func leads(start, path manifest.Path) bool {
	if len(start) > len(path) {
		return false
	}
	for i := range start {
		if start[i] != path[i] {
			return false
		}
	}
	return true
}
