// Package browser drives an installed Chromium without a window, for tests and measurements of what podlint writes for browsers. It is no
// part of podlint. It speaks the DevTools protocol over two pipes, so that no port is open.
package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"
)

// ErrMissing says that no Chromium is installed.
var ErrMissing = errors.New("no chromium is installed: apt-get install chromium")

// Browser is a running Chromium.
type Browser struct {
	cmd *exec.Cmd
	to  *os.File
	dir string
	log *limited

	mu      sync.Mutex
	next    int
	waiting map[int]chan answer
	pages   map[string]*Page // by session
	failed  error
}

// answer is a message from the browser: the reply to a call, or an event.
type answer struct {
	ID        int             `json:"id"`
	Method    string          `json:"method"`
	SessionID string          `json:"sessionId"`
	Params    json.RawMessage `json:"params"`
	Result    json.RawMessage `json:"result"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// Start runs a browser until Close. The error is ErrMissing where there is none.
func Start(ctx context.Context) (*Browser, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "podlint-browser-")
	if err != nil {
		return nil, err
	}
	in, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	from, out, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	b := &Browser{to: to, dir: dir, log: &limited{}, waiting: map[int]chan answer{}, pages: map[string]*Page{}}
	b.cmd = exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1280,900",
		"--disable-background-networking", "--disable-extensions", "--user-data-dir="+dir, "--remote-debugging-pipe", "about:blank")
	b.cmd.ExtraFiles = []*os.File{in, out} // 3 and 4, as the flag has it
	b.cmd.Stderr = b.log
	if err := b.cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	_, _ = in.Close(), out.Close() // the browser's ends
	go b.read(from)
	return b, nil
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

// Close ends the browser.
func (b *Browser) Close() error {
	ctx, end := context.WithTimeout(context.Background(), 10*time.Second)
	defer end()
	_, err := b.call(ctx, "", "Browser.close", nil)
	if err != nil {
		_ = b.cmd.Process.Kill()
	}
	_ = b.cmd.Wait() // its status tells nothing that a call did not
	return errors.Join(b.to.Close(), os.RemoveAll(b.dir))
}

// read hands out what the browser says until it says no more.
func (b *Browser) read(from *os.File) {
	defer func() { _ = from.Close() }()
	r := bufio.NewReader(from)
	for {
		data, err := r.ReadBytes(0)
		if err != nil {
			b.end(fmt.Errorf("the browser has ended: %w; it said: %s", err, b.log))
			return
		}
		var a answer
		if err := json.Unmarshal(data[:len(data)-1], &a); err != nil {
			b.end(err)
			return
		}
		b.take(a)
	}
}

func (b *Browser) take(a answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a.ID != 0 {
		if w := b.waiting[a.ID]; w != nil {
			delete(b.waiting, a.ID)
			w <- a
		}
		return
	}
	if p := b.pages[a.SessionID]; p != nil {
		p.event(a.Method, a.Params)
	}
}

func (b *Browser) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed = err
	for id, w := range b.waiting {
		delete(b.waiting, id)
		close(w)
	}
}

// call asks the browser, or a page of it by its session, and waits for the reply.
func (b *Browser) call(ctx context.Context, session, method string, params any) (json.RawMessage, error) {
	reply, err := b.send(session, method, params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("%s: %w; the browser said: %s", method, ctx.Err(), b.log)
	case a, ok := <-reply:
		switch {
		case !ok:
			return nil, fmt.Errorf("%s: %w", method, b.failed)
		case a.Error != nil:
			return nil, fmt.Errorf("%s: %s", method, a.Error.Message)
		}
		return a.Result, nil
	}
}

func (b *Browser) send(session, method string, params any) (<-chan answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed != nil {
		return nil, b.failed
	}
	b.next++
	message := map[string]any{"id": b.next, "method": method}
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	data, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	reply := make(chan answer, 1)
	b.waiting[b.next] = reply
	_, err = b.to.Write(append(data, 0))
	return reply, err
}

// limited keeps the last of what the browser says on standard error.
type limited struct {
	mu   sync.Mutex
	text []byte
}

func (l *limited) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	l.text = l.text[max(0, len(l.text)-2000):]
	return len(p), nil
}

// String is the last of it.
func (l *limited) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}

// Times are the processor's times of the processes of a browser, by their ids.
type Times map[int]time.Duration

// Since is what the processes have taken since an earlier time. Those that have ended since then do not count.
func (t Times) Since(before Times) time.Duration {
	sum := time.Duration(0)
	for id, took := range t {
		sum += took - before[id]
	}
	return sum
}

// Times are those of all processes so far.
func (b *Browser) Times(ctx context.Context) (Times, error) {
	var reply struct {
		ProcessInfo []struct {
			ID      int
			CPUTime float64 // seconds
		}
	}
	if err := b.ask(ctx, "", "SystemInfo.getProcessInfo", nil, &reply); err != nil {
		return nil, err
	}
	out := Times{}
	for _, p := range reply.ProcessInfo {
		out[p.ID] = time.Duration(p.CPUTime * float64(time.Second))
	}
	return out, nil
}
