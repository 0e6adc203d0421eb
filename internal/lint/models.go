package lint

import (
	"context"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
)

// Models builds the input of every pod of the set, in the order of files and documents. Of opt it needs Builder, Workers and Rules,
// whose parameters the inputs carry. The errors are those of the set and of the models, sorted.
func Models(ctx context.Context, set *manifest.Set, opt Options) ([]*pod.Input, []Error) {
	r := newRun(set, opt)
	r.build(ctx)
	inputs := []*pod.Input{}
	for i := range r.work {
		inputs = append(inputs, r.work[i].inputs...)
	}
	var res Result
	r.collect(&res)
	return inputs, res.Errors
}
