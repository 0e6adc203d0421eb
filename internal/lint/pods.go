package lint

import (
	"cmp"
	"slices"
	"sync"

	"github.com/podlint/podlint/internal/pod"
)

// Pods collects the pods of a run. The zero value is ready.
type Pods struct {
	mu  sync.Mutex
	all []Modelled
}

// Modelled is a pod that was judged.
type Modelled struct {
	Workload Workload
	From     string // what was built to get it; empty when the manifest was read as it is
	Input    *pod.Input

	work *work
}

// All are the pods in the order of the inputs.
func (m *Pods) All() []Modelled { return m.all }

// add is called in the order of the pods of one object.
func (m *Pods) add(w *work, in *pod.Input) {
	if m == nil {
		return
	}
	made := Modelled{Workload: WorkloadOf(w.obj), Input: in, work: w}
	if w.obj.Render != nil {
		made.From = w.obj.Render.From
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, made)
}

// sort puts the pods in the order of their places, and those of one place, as builds make them, in that of the work that they are of.
func (m *Pods) sort(all []work) {
	if m == nil {
		return
	}
	order := make(map[*work]int, len(all))
	for i := range all {
		order[&all[i]] = i
	}
	slices.SortStableFunc(m.all, func(a, b Modelled) int {
		return cmp.Or(cmp.Compare(a.Workload.File, b.Workload.File), a.Workload.Line-b.Workload.Line, cmp.Compare(a.From, b.From), order[a.work]-order[b.work])
	})
	for i := range m.all {
		m.all[i].work = nil
	}
}
