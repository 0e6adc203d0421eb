package lint

import (
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
)

// severity is that of a match, and at most a warning when one of its places is in an object of a sibling folder: nobody says that the two are
// applied together.
func (w *work) severity(severity string, m policy.Match) string {
	if Rank(severity) > Rank("warning") && w.acrossFolders(m) {
		return "warning"
	}
	return severity
}

func (w *work) acrossFolders(m policy.Match) bool {
	if w.elsewhere(m.Path) {
		return true
	}
	for i := range m.Related {
		if w.elsewhere(m.Related[i].Path) {
			return true
		}
	}
	return false
}

func (w *work) elsewhere(path []any) bool {
	if len(path) == 0 {
		return false
	}
	obj, _ := w.enter(normalise(path[:1]))
	return obj != w.obj && w.set.Near(w.obj, obj) == manifest.Sibling
}

// mostAmbiguities is how many names a note lists.
const mostAmbiguities = 3

// nearNotes says which names may mean either of two objects, so that the models of the builder use neither; at most one note.
func nearNotes(b *pod.Builder) []Note {
	all := b.Ambiguities()
	if len(all) == 0 {
		return nil
	}
	var names []string
	for i := range all[:min(len(all), mostAmbiguities)] {
		names = append(names, all[i].String())
	}
	more := ""
	if len(all) > len(names) {
		more = fmt.Sprintf(" and %d more", len(all)-len(names))
	}
	return []Note{{Message: fmt.Sprintf("more than one object may be meant, so that none is used: %s%s; roots in the configuration tells environments apart",
		strings.Join(names, ", "), more)}}
}
