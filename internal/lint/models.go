package lint

import (
	"context"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
)

// Models builds the input of every pod of the set, in the order of files and documents. Of opt it needs Builder, Workers and Rules,
// whose parameters the inputs carry. The errors are those of the set and of the models, sorted;
// the notes are those of a Result.
func Models(ctx context.Context, set *manifest.Set, opt Options) ([]*pod.Input, []Error, []Note) {
	opt.Spill = false
	r := newRun(set, opt)
	models := make(map[*work][]*pod.Input, len(r.work))
	var mu sync.Mutex
	r.eachModel(ctx, func(w *work, in *pod.Input) {
		mu.Lock()
		defer mu.Unlock()
		models[w] = append(models[w], in)
	})
	inputs := []*pod.Input{}
	for i := range r.work {
		inputs = append(inputs, models[&r.work[i]]...)
	}
	var res Result
	r.collect(&res)
	return inputs, res.Errors, append(res.Notes, nearNotes(opt.Builder)...)
}
