package cluster_test

import (
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// clients is how many send objects at once while replicas end.
const clients = 4

// testUnseen: while one of two replicas is ended under load, nothing that podlint would deny is ever taken, and no request is lost: one that is told to
// end has none refused, and of one that is killed those that were with it get their verdict when they come again, as controllers do.
func testUnseen(t *testing.T, c *cluster) {
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	for signal, most := range map[syscall.Signal]int{syscall.SIGTERM: 0, syscall.SIGKILL: 2 * clients} { // each has one under way, and may find one more dead connection
		t.Run(signal.String(), func(t *testing.T) {
			c := c.of(t)
			first, second := serve(t, p, "--shutdown-delay=1s"), serve(t, p, "--shutdown-delay=1s")
			before := *first
			before.address = balance(t, first, second)
			c.ask(&before, p)
			l := c.load(t)
			l.more(20)
			l.end(first, signal)
			l.more(20)
			t.Logf("%d of %d requests came again", l.again, l.n)
			if code := first.cmd.ProcessState.ExitCode(); l.again > most || signal == syscall.SIGTERM && code != 0 {
				t.Errorf("%d requests were refused, status %d", l.again, code)
			}
			l.again = 0
			restarted := serveAt(t, first.address, first.status, p)
			l.end(second, syscall.SIGTERM)
			for !strings.Contains(restarted.log.String(), `"msg":"review"`) {
				l.more(1)
			}
			l.more(20)
			if l.again > 0 {
				t.Errorf("%d requests were refused after the restart", l.again)
			}
			if !strings.Contains(second.log.String(), `"msg":"review"`) {
				t.Error("the second replica was never asked")
			}
		})
	}
}

// pairOf are what became of a pod that podlint denies and of one that it takes, and how often they had to come again.
type pairOf struct {
	bad, good reply
	again     int
}

// load is what clients send without pause until the test ends.
type load struct {
	t        *testing.T
	results  chan pairOf
	n, again int
}

func (c *cluster) load(t *testing.T) *load {
	t.Helper()
	l := &load{t: t, results: make(chan pairOf)}
	path, _, bad := c.object(pod("bad", "", "unused"))
	_, _, good := c.object(pod("good", "", ""))
	for range clients {
		go func() {
			for {
				var p pairOf
				p.bad = c.insist(path, bad, &p.again)
				p.good = c.insist(path, good, &p.again)
				select {
				case l.results <- p:
				case <-t.Context().Done():
					return
				}
			}
		}()
	}
	return l
}

// insist creates an object, and comes again when the server refuses it because nobody has judged it.
func (c *cluster) insist(path string, data []byte, again *int) reply {
	for tries := 1; ; tries++ {
		r, err := c.try(http.MethodPost, path+"?dryRun=All", "application/json", data)
		if err != nil {
			r.message = err.Error()
		}
		if r.status != http.StatusInternalServerError || !strings.Contains(r.message, "failed calling webhook") || tries > 2*clients {
			return r
		}
		*again++
	}
}

// more waits for so many more pairs, each of which must have its verdicts.
func (l *load) more(n int) {
	l.t.Helper()
	for range n {
		p := <-l.results
		l.n += 2
		l.again += p.again
		if p.bad.status != http.StatusForbidden || !strings.Contains(p.bad.message, "[unmounted-volume]") {
			l.t.Errorf("a pod that podlint denies: got status %d: %s", p.bad.status, p.bad.message)
		}
		if p.good.status != http.StatusCreated {
			l.t.Errorf("a pod that podlint takes: got status %d: %s", p.good.status, p.good.message)
		}
	}
}

// end ends a replica while objects come.
func (l *load) end(w *webhook, signal os.Signal) {
	l.t.Helper()
	if err := w.cmd.Process.Signal(signal); err != nil {
		l.t.Fatal(err)
	}
	for {
		l.more(1)
		select {
		case err := <-w.done:
			if signal == syscall.SIGTERM && err != nil {
				l.t.Error(err)
			}
			return
		default:
		}
	}
}
