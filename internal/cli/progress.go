package cli

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/podlint/podlint/internal/report"
)

// When progress is shown: not in a run that is over before anybody wonders.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// progress shows on a terminal what a long run is doing. A nil progress shows nothing. It is safe for concurrent use.
type progress struct {
	out   io.Writer
	width int // columns
	read  atomic.Int64
	done  atomic.Int64
	total atomic.Int64
	file  atomic.Pointer[string]

	stop  chan struct{}
	once  sync.Once
	ended sync.WaitGroup
}

// startProgress begins to show progress after a while, and then from time to time, until end.
func startProgress(out io.Writer, width int, after, every time.Duration) *progress {
	p := &progress{out: out, width: width, stop: make(chan struct{})}
	p.ended.Go(func() { p.loop(after, every) })
	return p
}

func (p *progress) loop(after, every time.Duration) {
	wait := time.NewTimer(after)
	defer wait.Stop()
	shown := false
	for {
		select {
		case <-p.stop:
			if shown {
				_, _ = io.WriteString(p.out, "\r\x1b[K") // nobody is told when a terminal fails
			}
			return
		case <-wait.C:
			shown = true
			_, _ = io.WriteString(p.out, "\r\x1b[K"+p.line())
			wait.Reset(every)
		}
	}
}

// line says what is going on, short enough for the terminal.
func (p *progress) line() string {
	text := "reading, " + report.Count(int(p.read.Load()), "file")
	if name := p.file.Load(); name != nil {
		text += ": " + report.Printable(*name)
	}
	if total := p.total.Load(); total > 0 {
		text = fmt.Sprintf("judging, %d of %d objects", p.done.Load(), total)
	}
	if r := []rune(text); p.width > 1 && len(r) >= p.width {
		return string(r[:p.width-2]) + "…"
	}
	return text
}

// reading is told of every file.
func (p *progress) reading(name string) {
	if p != nil {
		p.read.Add(1)
		p.file.Store(&name)
	}
}

// judged is told how many of the objects are done.
func (p *progress) judged(done, total int) {
	if p != nil {
		p.done.Store(int64(done))
		p.total.Store(int64(total))
	}
}

// end takes the line away and returns when nothing more is written. It may be called again.
func (p *progress) end() {
	if p != nil {
		p.once.Do(func() { close(p.stop) })
		p.ended.Wait()
	}
}

// wantsProgress tells whether somebody is watching: never in CI, in a hook, on a terminal that cannot redraw a line, or in a pipe.
func wantsProgress(quiet bool, env func(string) string, terminal bool) bool {
	return !quiet && terminal && env("CI") == "" && env("PRE_COMMIT") == "" && env("TERM") != "dumb"
}
