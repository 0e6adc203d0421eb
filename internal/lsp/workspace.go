package lsp

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/source"
)

// workspace is a folder whose manifests are judged together, by a goroutine of its own.
type workspace struct {
	server *server
	dir    string // absolute
	only   string // the one file that is judged; empty: all of the folder
	ctx    context.Context
	end    context.CancelFunc
	jobs   chan func() // what is to be answered from the state
	wake   chan struct{}

	mu      sync.Mutex
	dirty   bool               // something has changed since the state was made
	rescan  bool               // the disk may have
	reload  bool               // so may the configuration
	outdate context.CancelFunc // ends the run that goes on; nil: there is none that may be ended
	closed  bool
	resting func(name string) bool

	// What follows belongs to the goroutine.
	project   *Project
	problems  []policy.Problem
	failure   error // why there is no project
	files     []source.File
	bad       []source.Error
	disk      *source.Record
	rendered  *render.Memory
	said      *lint.Memory
	state     *state
	told      map[string]*told // by file
	layouts   map[string]*layout
	ended     int // runs in a row that were ended before their time
	published map[string]publication
}

func newWorkspace(s *server, dir, only string) *workspace {
	w := &workspace{server: s, dir: dir, only: only, jobs: make(chan func()), wake: make(chan struct{}, 1), published: map[string]publication{}}
	w.ctx, w.end = context.WithCancel(s.ctx)
	w.forget()
	return w
}

// forget begins without a memory: for other rules, or another configuration.
func (w *workspace) forget() { w.rendered, w.said = &render.Memory{}, &lint.Memory{} }

// holds tells whether a file lies in the workspace.
func (w *workspace) holds(name string) bool {
	if w.only != "" {
		return name == w.only
	}
	return strings.HasPrefix(name, strings.TrimSuffix(w.dir, "/")+"/")
}

// rests tells whether the configuration rests on a file.
func (w *workspace) rests(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.resting == nil { // there is no configuration yet that holds
		base := path.Base(name)
		return base == config.Name || base == config.OtherEnd
	}
	return w.resting(name)
}

// changed notes that the state is old, and ends a run that goes on with what was before.
func (w *workspace) changed(rescan, reload bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirty, w.rescan, w.reload = true, w.rescan || rescan, w.reload || reload
	if w.outdate != nil {
		w.outdate()
	}
	select {
	case w.wake <- struct{}{}:
	default: // it is awake
	}
}

// close ends the workspace; its goroutine takes back what was said.
func (w *workspace) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.end()
}

func (w *workspace) loop() {
	defer w.withdraw()
	for w.ctx.Err() == nil {
		select {
		case <-w.ctx.Done():
		case <-w.wake:
			w.settle()
		case job := <-w.jobs:
			w.refresh(false)
			job()
		}
	}
}

// mostWaits bounds how often a change puts off the answer to the one before.
const mostWaits = 5

// settle waits until no more changes come, and judges. Whoever asks for something does not wait.
func (w *workspace) settle() {
	timer := time.NewTimer(w.server.opt.Debounce)
	defer timer.Stop()
	for waits := 0; ; waits++ {
		select {
		case <-w.ctx.Done():
			return
		case <-w.wake:
			if waits < mostWaits {
				timer.Reset(w.server.opt.Debounce)
				continue
			}
		case job := <-w.jobs:
			w.refresh(false)
			job()
			return
		case <-timer.C:
		}
		w.refresh(true)
		return
	}
}

// mostEnded bounds how many runs in a row are ended before their time, so that somebody who types on and on is told something.
const mostEnded = 2

// refresh makes the state new when something has changed. mayEnd: a further change ends it, unless that happened before.
func (w *workspace) refresh(mayEnd bool) {
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	w.mu.Lock()
	dirty, rescan, reload := w.dirty, w.rescan, w.reload
	w.dirty, w.rescan, w.reload = false, false, false
	if mayEnd && w.state != nil && w.ended < mostEnded {
		w.outdate = cancel
	}
	w.mu.Unlock()
	if !dirty {
		return
	}
	err := w.inTurn(ctx, func() error { return w.run(ctx, rescan, reload) })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outdate = nil
	if err == nil {
		w.ended = 0
		return
	}
	if errors.Is(err, context.Canceled) {
		w.ended++
		w.dirty, w.rescan, w.reload = true, w.rescan || rescan, w.reload || reload
		select {
		case w.wake <- struct{}{}:
		default:
		}
		return
	}
	w.server.log(logError, "%v", err)
}

// inTurn does something while no other workspace reads or judges. A fault of podlint's own is an error of this turn alone.
func (w *workspace) inTurn(ctx context.Context, do func() error) (err error) {
	select {
	case w.server.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.server.turn }()
	defer func() {
		if r := recover(); r != nil {
			w.forget()
			err = &rpcError{codeInternal, "podlint failed on " + w.dir + ": " + textOf(r)}
		}
	}()
	return do()
}

// do answers from a state that knows all changes so far. An error says that there is none.
func (w *workspace) do(ctx context.Context, use func(st *state) error) error {
	done := make(chan error, 1)
	job := func() {
		switch {
		case ctx.Err() != nil:
			done <- ctx.Err()
		case w.state == nil:
			done <- &rpcError{codeFailed, "the folder has not been judged: see its configuration"}
		default:
			done <- w.inTurn(ctx, func() error { return use(w.state) })
		}
	}
	select {
	case w.jobs <- job:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.ctx.Done():
		return &rpcError{codeFailed, "the folder is closed"}
	}
	return <-done
}

// absolute is a file as a problem names it: relative to the working directory of the server.
func absolute(name string) string {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(abs)
}
