package cli

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// screen is a terminal that tells of every write.
type screen struct {
	mu      sync.Mutex
	text    bytes.Buffer
	written chan struct{}
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.written <- struct{}{}:
	default:
	}
	return s.text.Write(b)
}

func TestProgress(t *testing.T) {
	t.Run("a short run shows nothing", func(t *testing.T) {
		s := &screen{}
		p := startProgress(s, 80, time.Hour, time.Hour)
		p.reading("a.yaml")
		p.end()
		if s.text.Len() > 0 {
			t.Errorf("got %q, want nothing", s.text.String())
		}
	})
	t.Run("a long run shows what it does and leaves no trace", func(t *testing.T) {
		s := &screen{written: make(chan struct{}, 1)}
		p := startProgress(s, 30, time.Nanosecond, time.Nanosecond)
		p.reading("deploy/\x1b[31m.yaml")
		<-s.written
		p.judged(3, 10)
		<-s.written
		<-s.written
		p.end()
		got := s.text.String()
		if !strings.Contains(got, "judging, 3 of 10 objects") || !strings.HasSuffix(got, "\r\x1b[K") || strings.Contains(got, "[31m") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("nil", func(*testing.T) {
		var p *progress
		p.reading("a.yaml")
		p.judged(1, 2)
		p.end()
	})
}

func TestProgressLine(t *testing.T) {
	p := &progress{width: 24}
	p.reading("folder/with/a/long/name.yaml")
	if got, want := p.line(), "reading, 1 file: folde…"; got != want || len([]rune(got)) >= p.width+1 {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWantsProgress(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	tests := map[string]struct {
		quiet    bool
		env      func(string) string
		terminal bool
		want     bool
	}{
		"terminal": {env: env("TERM", "xterm"), terminal: true, want: true},
		"pipe":     {env: env()},
		"quiet":    {quiet: true, env: env(), terminal: true},
		"CI":       {env: env("CI", "true"), terminal: true},
		"hook":     {env: env("PRE_COMMIT", "1"), terminal: true},
		"dumb":     {env: env("TERM", "dumb"), terminal: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := wantsProgress(tt.quiet, tt.env, tt.terminal); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
