package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"
)

// errLimit is in every error of an evaluation that passed its limit of time or memory.
var errLimit = errors.New("limit passed")

const (
	// firstLook is when a watch first looks at an evaluation; an ordinary one is long over, so the watch costs it a timer.
	firstLook = 20 * time.Millisecond
	// nextLook is how often it looks then. At 5 GB/s a policy allocates 25 MB in between.
	nextLook = 5 * time.Millisecond
	// memoryLimit is by how many bytes the heap may grow while one evaluation runs.
	memoryLimit = 256 << 20
	// stackLimit is the same for stacks. Go ends the process when one of them needs more than half a GiB.
	stackLimit = 64 << 20
	// grace is what a builtin that does not look at the cancellation gets before its evaluation is abandoned.
	grace = 200 * time.Millisecond
)

// limits are what an evaluation may take.
type limits struct {
	time time.Duration
	heap uint64 // by how many bytes the heap may grow
}

// defaultCompile is how long compiling a user's rules may take. Types that hold the one before twice take for ever to compare.
const defaultCompile = 10 * time.Second

// compileLimits are those of compiling a user's rules.
func (e *Engine) compileLimits() limits {
	return limits{time: cmp.Or(e.opt.Compile, defaultCompile), heap: 2 << 30}
}

// watch cancels an evaluation that runs too long or lets the heap grow too much.
type watch struct {
	cancel topdown.Cancel
	ctx    context.Context
	until  time.Time
	limits limits

	mu     sync.Mutex
	timer  *time.Timer
	first  memory // at the first look; zero: there was none
	cause  error
	over   bool
	forced chan struct{} // closed when the evaluation does not heed the cancellation
}

// guard runs an evaluation within the limits of time and memory. A panic in OPA becomes an error.
func (q *Query) guard(ctx context.Context, eval func(topdown.Cancel) error) error {
	limit := q.engine.opt.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	return q.runners.guard(ctx, limits{time: limit, heap: cmp.Or(q.engine.opt.Memory, memoryLimit)}, eval)
}

// Guard runs what evaluates rules otherwise than through a [Query] within the same limit of memory and a limit of time. The context
// that it hands over ends when a limit is passed.
func Guard(ctx context.Context, limit time.Duration, run func(context.Context) error) error {
	return guardWithin(ctx, limits{time: limit, heap: memoryLimit}, run)
}

// testsLimit is by how many bytes the heap may grow while tests run, with the compiling of all policies that they need: podlint's own take a third.
const testsLimit = 768 << 20

// GuardAll is Guard for many evaluations and the compiling that they need.
func GuardAll(ctx context.Context, limit time.Duration, run func(context.Context) error) error {
	return guardWithin(ctx, limits{time: limit, heap: testsLimit}, run)
}

func guardWithin(ctx context.Context, l limits, run func(context.Context) error) error {
	r := newRunners()
	defer r.close()
	return r.guard(ctx, l, func(cancel topdown.Cancel) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		done := make(chan struct{})
		defer close(done)
		go func() {
			tick := time.NewTicker(nextLook)
			defer tick.Stop()
			for !cancel.Cancelled() {
				select {
				case <-done:
					return
				case <-tick.C:
				}
			}
			stop()
		}()
		return run(ctx)
	})
}

func (r *runners) guard(ctx context.Context, l limits, eval func(topdown.Cancel) error) error {
	if err := r.reason(); err != nil {
		return err
	}
	w := &watch{cancel: topdown.NewCancel(), ctx: ctx, until: time.Now().Add(l.time), limits: l, forced: make(chan struct{})}
	w.start(min(firstLook, l.time))
	defer w.stop()
	done := make(chan error, 1)
	on := r.start(func() { done <- recovered(eval, w.cancel) })
	select {
	case err := <-done:
		r.keep(on)
		if cause := w.reason(); cause != nil && err != nil {
			return cause
		}
		return err
	case <-w.forced:
		close(on)
		go r.follow(done, w.first)
		return w.reason()
	case <-r.ended:
		close(on)
		w.cancel.Cancel()
		return r.reason()
	}
}

func recovered(eval func(topdown.Cancel) error, cancel topdown.Cancel) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("evaluate rules: internal error: %v", r)
		}
	}()
	return eval(cancel)
}

// start arranges for the first look, which waits for the timer to be stored.
func (w *watch) start(after time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(after, w.look)
}

// look is one look of the watch; it arranges for the next.
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	if w.cause != nil {
		close(w.forced)
		w.over = true
		return
	}
	now := used()
	if w.first == (memory{}) {
		w.first = now
	}
	if now.heap > w.first.heap+w.limits.heap {
		runtime.GC() // what nobody needs any more, of this evaluation or of others, counts for nothing
		now = used()
	}
	w.cause = w.judge(now)
	if w.cause == nil {
		w.timer.Reset(nextLook)
		return
	}
	w.cancel.Cancel()
	w.timer.Reset(grace)
}

func (w *watch) judge(now memory) error {
	switch {
	case w.ctx.Err() != nil:
		return fmt.Errorf("evaluate rules: %w", w.ctx.Err())
	case time.Now().After(w.until):
		return fmt.Errorf("stopped, still running after %v: %w", w.limits.time, errLimit)
	case now.heap > w.first.heap+w.limits.heap, now.stack > w.first.stack+stackLimit:
		debug.FreeOSMemory()
		return fmt.Errorf("stopped, more than %d MiB of memory needed: %w", w.limits.heap>>20, errLimit)
	}
	return nil
}

func (w *watch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
}

func (w *watch) reason() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cause
}
