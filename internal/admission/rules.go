package admission

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// reloadEvery is how often the files are looked at. A mounted ConfigMap takes up to a minute to change anyway.
const reloadEvery = 2 * time.Second

// Rules that were refused are tried again after a minute, after two and after four: what was in their way may have been a machine without time to compile
// them. Then they are left alone until they change, because rules that never compile can take memory that nothing gives back.
const (
	firstRetry = time.Minute
	lastRetry  = 4 * time.Minute
)

// inUse are the rules in use, and what they were made of.
type inUse struct {
	atomic.Pointer[Rules]

	mu     sync.Mutex // of loading
	digest string     // of what was loaded or refused
	again  time.Time  // when what was refused is tried again; zero: it was not
	wait   time.Duration
}

// load takes the rules as they are now. When they are broken the old ones stay.
func (s *Server) load(ctx context.Context) error {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	if s.opt.Digest != nil {
		digest := s.opt.Digest() // before they are read: what changes in between is read again
		if digest != s.rules.digest {
			s.rules.wait = 0
		}
		s.rules.digest = digest
	}
	loaded, err := s.opt.Load(ctx)
	s.metrics.loaded(err == nil)
	s.rules.again = time.Time{}
	if err != nil {
		s.rules.wait = max(2*s.rules.wait, firstRetry)
		if s.rules.wait <= lastRetry {
			s.rules.again = time.Now().Add(s.rules.wait)
		}
		return err
	}
	s.rules.Store(loaded)
	return nil
}

// Reload takes new rules when their files have changed, or were refused a while ago, and tells whether it has tried. A broken new set is refused: the old
// one stays, and a metric and the log say so.
func (s *Server) Reload(ctx context.Context) bool {
	if s.opt.Digest == nil || !s.due(s.opt.Digest()) {
		return false
	}
	if err := s.load(ctx); err != nil {
		s.opt.Log.Error("new rules are refused, the old ones stay", "error", strings.TrimSpace(err.Error()))
	} else {
		s.opt.Log.Info("new rules are in use")
	}
	return true
}

// due tells whether rules with a digest are to be loaded.
func (s *Server) due(digest string) bool {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	return digest != s.rules.digest || !s.rules.again.IsZero() && !time.Now().Before(s.rules.again)
}

// watch reloads until the context ends.
func (s *Server) watch(ctx context.Context) {
	tick := time.NewTicker(reloadEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.Reload(ctx)
		s.cert.refresh(time.Now(), s.opt.Log, s.metrics)
	}
}
