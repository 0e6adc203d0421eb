package policy

import (
	"errors"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// ErrRunaway is the error of every evaluation once one that was stopped goes on taking memory: nothing can end it but the end of the
// process, so whoever gets it must come to an end.
var ErrRunaway = errors.New("a rule that was stopped goes on taking memory, so that nothing else is checked")

const (
	// By how many bytes stacks and the heap may grow beside an evaluation that was given up. Ordinary work takes no stack, but heap.
	runawayStack = 128 << 20
	runawayHeap  = 1 << 30
	// lastStack is what a stack may take, in bytes, while the process comes to its end.
	lastStack = 8 << 30
)

// runners are goroutines that evaluate. They are kept from pod to pod, as a fresh one grows its stack by copying it, again for each pod.
// One whose evaluation was given up does not come back.
type runners struct {
	idle chan chan func()

	once  sync.Once
	ended chan struct{} // closed when an evaluation runs away
}

func newRunners() *runners {
	return &runners{idle: make(chan chan func(), runtime.GOMAXPROCS(0)), ended: make(chan struct{})}
}

// start runs f on a goroutine and returns what leads to it.
func (r *runners) start(f func()) chan func() {
	var on chan func()
	select {
	case on = <-r.idle:
	default:
		on = make(chan func())
		go func() {
			for f := range on {
				f()
			}
		}()
	}
	on <- f
	return on
}

// keep takes back a goroutine that is ready for more.
func (r *runners) keep(on chan func()) {
	select {
	case r.idle <- on:
	default:
		close(on)
	}
}

// close ends the goroutines that wait.
func (r *runners) close() {
	for {
		select {
		case on := <-r.idle:
			close(on)
		default:
			return
		}
	}
}

// follow looks after an evaluation that was given up until it ends or runs away.
func (r *runners) follow(done <-chan error, start memory) {
	tick := time.NewTicker(nextLook)
	defer tick.Stop()
	for {
		select {
		case <-done: //nolint:errcheck // what it says comes too late
			return
		case <-tick.C:
		}
		if now := used(); now.stack > start.stack+runawayStack || now.heap > start.heap+runawayHeap {
			debug.SetMaxStack(lastStack)
			r.once.Do(func() { close(r.ended) })
			return
		}
	}
}

func (r *runners) reason() error {
	select {
	case <-r.ended:
		return ErrRunaway
	default:
		return nil
	}
}

// memory is what the process has in use, in bytes.
type memory struct {
	heap  uint64 // live objects and those that are not swept yet
	stack uint64 // of all goroutines
}

// used reads what is in use, which does not stop the world.
func used() memory {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return memory{heap: samples[0].Value.Uint64(), stack: samples[1].Value.Uint64()}
}
