// Package lsp serves an editor: it tells the violations of open folders while they are written, with what mends them, as the Language Server
// Protocol 3.17 has it.
package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// Project is what holds in a folder: the configuration, the rules and how manifests are read.
type Project struct {
	Config *config.Config
	// All are the rules that are known, Rules those that run.
	All, Rules []policy.Rule
	Query      *policy.Query
	Pods       pod.Options
	// Raw reads the files of kustomizations and charts as they are.
	Raw    bool
	Render render.Options
	// Hold is as source.Options have it.
	Hold int64
	// Wanted tells whether a file is read, or a folder looked into; the name is absolute.
	Wanted func(name string, folder bool) bool
	// Environments are the roots that files lie below, by their names.
	Environments func(files []source.File) map[string]string

	Severities map[string]string
	Parameters map[string]map[string]any
	At         func(file string) lint.Settings
	Shown      lint.Shown
	Suppress   suppress.Options // without Now
	// Docs is the base of the links to the pages of rules.
	Docs string
	// Page is the page of a rule in Markdown.
	Page func(ctx context.Context, rule policy.Rule) (string, error)
	// Rests tells whether the project is another one when a file changes; the name is absolute.
	Rests func(name string) bool
}

// Options of a server.
type Options struct {
	// Open reads what holds in a folder. Problems are faults in files of the configuration or of rules, an error is anything else; in both cases
	// there is no project. contents are those of the files that the editor shows, by absolute name.
	Open func(ctx context.Context, dir string, contents map[string][]byte) (*Project, []policy.Problem, error)
	// Now is the time that ends of suppressions are compared with.
	Now func() (time.Time, error)
	// Schema is the JSON Schema of the configuration.
	Schema string
	// Version is that of podlint.
	Version string
	// Debounce is how long the server waits for more changes before it judges; zero: 30 ms.
	Debounce time.Duration
}

// ErrExit is the end of a server that was not told to shut down before: a client that the protocol calls faulty.
var ErrExit = errors.New("the client has left without a word")

// Serve answers a client until it says exit or its stream ends. ErrExit is returned when it did not say shutdown before.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opt Options) error {
	if opt.Debounce == 0 {
		opt.Debounce = 30 * time.Millisecond
	}
	ctx, stop := context.WithCancel(ctx)
	s := &server{
		opt: opt, ctx: ctx, out: &frameWriter{to: out}, docs: map[string]*document{}, pending: map[string]context.CancelFunc{},
		turn: make(chan struct{}, 1), slots: make(chan struct{}, maxPending),
	}
	err := s.read(bufio.NewReader(in))
	stop()
	s.work.Wait()
	return err
}

// maxPending is how many requests are answered at a time; the next one waits, and what follows with it.
const maxPending = 64

// phases of a server.
const (
	phaseNew = iota
	phaseReady
	phaseDown // shutdown was asked for
)

type server struct {
	opt  Options
	ctx  context.Context // ends with the server
	out  *frameWriter
	work sync.WaitGroup
	// turn is held by the workspace that reads and judges: kustomize keeps state for all of a process.
	turn  chan struct{}
	slots chan struct{}

	phase  int // of the reading goroutine alone
	client initializeParams

	mu         sync.Mutex
	docs       map[string]*document // by absolute name
	workspaces []*workspace
	pending    map[string]context.CancelFunc // of requests, by id
	asked      int                           // requests of the server
}

// read takes one message after the other. What is wrong in one of them is answered, as far as there is somebody to answer.
func (s *server) read(from *bufio.Reader) error {
	for {
		body, err := readFrame(from)
		switch {
		case errors.Is(err, io.EOF) && s.phase == phaseDown:
			return nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return ErrExit
		case err != nil:
			return err
		}
		m, fault := parseMessage(body)
		if fault != nil {
			s.answer(m, nil, fault)
			continue
		}
		if m.Method == "exit" {
			if s.phase != phaseDown {
				return ErrExit
			}
			return nil
		}
		s.take(m)
	}
}

// take handles one message: a notification at once, so that they keep their order, a request beside the others.
func (s *server) take(m *message) {
	switch {
	case m.Method == "": // an answer to what the server asked, which it needs not know
	case len(m.ID) == 0:
		if s.phase == phaseReady {
			s.notified(m)
		}
	case s.phase == phaseDown:
		s.answer(m, nil, &rpcError{codeInvalidRequest, "the server is shut down"})
	case m.Method == "initialize":
		s.initialize(m)
	case s.phase == phaseNew:
		s.answer(m, nil, &rpcError{codeNotInitialized, "want initialize first"})
	case m.Method == "shutdown":
		s.phase = phaseDown
		s.answer(m, nil, nil)
	default:
		s.request(m)
	}
}

// request answers beside the others, and may be called off.
func (s *server) request(m *message) {
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.pending[string(m.ID)] = cancel
	s.mu.Unlock()
	select {
	case s.slots <- struct{}{}:
	case <-s.ctx.Done():
	}
	s.work.Go(func() {
		defer func() {
			cancel()
			<-s.slots
			s.mu.Lock()
			delete(s.pending, string(m.ID))
			s.mu.Unlock()
		}()
		result, err := s.handle(ctx, m)
		if ctx.Err() != nil && s.ctx.Err() == nil {
			err = &rpcError{codeCancelled, "called off"}
		}
		s.answer(m, result, err)
	})
}

// handle answers one request. A fault of podlint's own is an error of that request alone.
func (s *server) handle(ctx context.Context, m *message) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &rpcError{codeInternal, fmt.Sprintf("podlint failed: %v", r)}
		}
	}()
	use, known := s.handlers()[m.Method]
	if !known {
		return nil, &rpcError{codeUnknownMethod, "unknown method " + clip(m.Method)}
	}
	return use(ctx, m.Params)
}

// handlers are the requests that are answered.
func (s *server) handlers() map[string]func(context.Context, json.RawMessage) (any, error) {
	return map[string]func(context.Context, json.RawMessage) (any, error){
		"textDocument/codeAction":  s.codeActions,
		"textDocument/codeLens":    s.codeLenses,
		"textDocument/completion":  s.completion,
		"textDocument/definition":  s.definition,
		"textDocument/hover":       s.hover,
		"workspace/executeCommand": s.execute,
	}
}

// answer writes the answer to a request; m is nil when the request cannot be read.
func (s *server) answer(m *message, result any, err error) {
	out := map[string]any{"jsonrpc": "2.0", "id": nil, "result": result}
	if m != nil {
		if len(m.ID) == 0 {
			return
		}
		out["id"] = m.ID
	}
	if fault, ok := err.(*rpcError); ok && fault == nil { //nolint:errorlint // a nil of that type is no error
		err = nil
	}
	if err != nil {
		delete(out, "result")
		out["error"] = errorOf(err)
	}
	s.send(out)
}

// notify tells the client something.
func (s *server) notify(method string, params any) {
	s.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// ask sends a request of which the answer is of no interest.
func (s *server) ask(method string, params any) {
	s.mu.Lock()
	s.asked++
	id := s.asked
	s.mu.Unlock()
	s.send(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
}

// send writes a message. When that fails there is nobody left, which the reader finds out.
func (s *server) send(m map[string]any) {
	if body, err := json.Marshal(m); err == nil {
		_ = s.out.write(body)
	}
}

// log shows a line in the client's log.
func (s *server) log(kind int, format string, args ...any) {
	s.notify("window/logMessage", map[string]any{"type": kind, "message": fmt.Sprintf(format, args...)})
}

// owner is the workspace that a file belongs to: of several the one with the longest folder. Nil: none is open.
func (s *server) owner(name string) *workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ownerOf(name)
}

func (s *server) ownerOf(name string) *workspace {
	var best *workspace
	for _, w := range s.workspaces {
		if w.holds(name) && (best == nil || len(w.dir) > len(best.dir) || w.only != "") {
			best = w
		}
	}
	return best
}

// all are the workspaces at this time.
func (s *server) all() []*workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.workspaces)
}
