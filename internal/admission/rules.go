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

// inUse are the rules in use, and what they were made of.
type inUse struct {
	atomic.Pointer[Rules]

	mu     sync.Mutex // of loading
	digest string
}

// load takes the rules as they are now. When they are broken the old ones stay.
func (s *Server) load(ctx context.Context) error {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	if s.opt.Digest != nil {
		s.rules.digest = s.opt.Digest() // before they are read: what changes in between is read again
	}
	loaded, err := s.opt.Load(ctx)
	s.metrics.loaded(err == nil)
	if err != nil {
		return err
	}
	s.rules.Store(loaded)
	return nil
}

// Reload takes new rules when their files have changed, and tells whether they have. A broken new set is refused: the old one stays, and a
// metric and the log say so.
func (s *Server) Reload(ctx context.Context) bool {
	if s.opt.Digest == nil || s.opt.Digest() == s.digest() {
		return false
	}
	if err := s.load(ctx); err != nil {
		s.opt.Log.Error("new rules are refused, the old ones stay", "error", strings.TrimSpace(err.Error()))
	} else {
		s.opt.Log.Info("new rules are in use")
	}
	return true
}

func (s *Server) digest() string {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	return s.rules.digest
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
