package lint

import (
	"strings"
	"unique"

	"github.com/podlint/podlint/internal/manifest"
)

// load reads an item of a List that is not held.
func (w *work) load() {
	obj, err := w.item.Load()
	if err != nil {
		w.errors = append(w.errors, Error(*err))
	}
	w.obj = obj
}

// compact drops the object and lets what was found share its texts, so that a long List costs no more than its violations.
func (w *work) compact() {
	w.obj = nil
	for i := range w.violations {
		v := &w.violations[i]
		v.Message, v.Container = strings.Clone(v.Message), unique.Make(v.Container).Value()
		share(v.Path)
		for j := range v.Related {
			share(v.Related[j].Path)
			v.Related[j].Message = unique.Make(v.Related[j].Message).Value()
		}
	}
}

func share(path manifest.Path) {
	for i, elem := range path {
		if s, ok := elem.(string); ok {
			path[i] = unique.Make(s).Value()
		}
	}
}
