package lint

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls f for 0..n-1 on at most workers goroutines (0: one per processor) and returns when all calls have.
// It starts no further call once ctx has ended.
func each(ctx context.Context, workers, n int, f func(i int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	loop := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			f(i)
		}
	}
	if workers = min(workers, n); workers <= 1 {
		loop()
		return
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(loop)
	}
	wg.Wait()
}
