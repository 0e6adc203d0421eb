package render

import (
	"context"
	"errors"
	"runtime/metrics"
	"time"
)

// limits bound one build.
type limits struct {
	time   time.Duration // of a processor: on a machine that is busy with other things a build may take longer
	memory uint64        // bytes that the heap may grow by
	// tracked is the most objects, times the square of the patches, of a build in which kustomize notes the origin of each object. With
	// the origin it notes every change, too, in a list that is parsed and written again for each object and each patch.
	tracked int
	workers int // builds at once; 0: one per processor
}

// usualLimits are far beyond what people build: kustomize takes a second for about a thousand objects.
func usualLimits() limits { return limits{time: 20 * time.Second, memory: 2 << 30, tracked: 20_000} }

const (
	// maxObjects is how many objects a build may make.
	maxObjects = 50_000
	// maxGivenUp is how many builds may be given up before no other is tried.
	maxGivenUp = 3
	// watch is how often the heap is looked at: it cannot grow by much in that time.
	watch = 5 * time.Millisecond
)

var (
	errTime    = errors.New("it takes too long")
	errMemory  = errors.New("it takes too much memory, so that nothing else is checked")
	errGivenUp = errors.New("the builds before it took too long")
)

func isLimit(err error) bool {
	return errors.Is(err, errTime) || errors.Is(err, errMemory) || errors.Is(err, errGivenUp)
}

// patience is how many times the limit a build may take while its processors do other things.
const patience = 15

// within is a context that ends with errTime when a build takes too long.
func (l limits) within(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	begin, before := time.Now(), busy()
	if l.time <= 0 {
		cancel(errTime)
	}
	go func() {
		timer := time.NewTimer(l.time)
		defer timer.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-timer.C:
				left := l.left(busy()-before, time.Since(begin))
				if left <= 0 {
					cancel(errTime)
				}
				timer.Reset(left)
			}
		}
	}()
	return ctx, func() { cancel(context.Canceled) }
}

// left is how long a build may go on at least that has used so much of processors, and for which so much time has passed.
func (l limits) left(used, passed time.Duration) time.Duration {
	return min(l.time-used, l.time*patience-passed)
}

// wait returns the error of a build, or that of the limit that it passes. start is the heap before the build.
func (l limits) wait(ctx context.Context, done <-chan error, start uint64) error {
	look := time.NewTicker(watch)
	defer look.Stop()
	for {
		select {
		case err := <-done:
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return err
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-look.C:
			if heap() > start+l.memory {
				return errMemory
			}
		}
	}
}

// heap is the size of all objects, dead ones that were not collected yet among them.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
