package lint

import (
	"maps"
	"slices"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
)

// Memory keeps what was said of objects, so that after an edit only those are judged again that changed, or that stand in relation to one that did.
// It serves runs over sets of one manifest.Memory whose Options are the same but for Builder. The zero value is ready. It is not safe for
// concurrent use.
type Memory struct {
	builder *pod.Builder // of the last run that came to its end
	where   map[string]string
	known   map[*manifest.Object]*remembered
	judged  int
}

// Judged is how many objects with pods the last run that came to its end judged again.
func (m *Memory) Judged() int { return m.judged }

// remembered is what was said of the pods of an object.
type remembered struct {
	asked *pod.Asked
	work  work
}

// recall fills in what was said of objects when nothing that it depends on has changed.
func (m *Memory) recall(r *run) {
	if m.builder == nil || !maps.Equal(m.where, r.set.Environments) {
		return
	}
	changes := r.opt.Builder.Since(m.builder)
	for i := range r.work {
		w := &r.work[i]
		known := m.known[w.obj]
		if known == nil || w.obj == nil {
			continue
		}
		// What a build makes is made again as a whole.
		if w.set == r.set && !changes.None(known.asked) {
			continue
		}
		said := known.work
		w.judged, w.pods, w.violations, w.errors, w.containers = said.judged, said.pods, said.violations, said.errors, said.containers
		w.nothing = said.nothing
		w.asked, w.known = known.asked, true
	}
}

// keep remembers a run that came to its end. An object without pods of which something is noted is looked at again.
func (m *Memory) keep(r *run) {
	m.builder, m.where = r.opt.Builder, r.set.Environments
	m.judged = 0
	was := m.known
	m.known = make(map[*manifest.Object]*remembered, len(r.work))
	for i := range r.work {
		w := &r.work[i]
		if w.obj == nil || !w.pods && !w.nothing {
			continue
		}
		if known := was[w.obj]; w.known && known != nil {
			m.known[w.obj] = known
			continue
		}
		if w.pods {
			m.judged++
		}
		said := *w
		said.violations = slices.Clip(said.violations)
		m.known[w.obj] = &remembered{asked: w.asked, work: said}
	}
}
