// Package admission is a validating webhook of Kubernetes: it reads reviews of the API server, has their objects judged by the rules, and
// answers with what denies an object and what is said as a warning. It keeps no state but the rules, and changes nothing anywhere.
package admission

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/podlint/podlint/internal/lint"
)

// Object is what a request asks to create or to update, as JSON.
type Object struct {
	Namespace, Kind, Name string
	Data                  []byte
}

// Judgement is what the rules find in an object.
type Judgement struct {
	// Result holds what is reported, without what is suppressed.
	Result *lint.Result
	// FailOn is the lowest severity that denies.
	FailOn string
}

// Judge says what the rules find in an object. It is safe for concurrent use, and heeds the end of the context.
type Judge func(context.Context, Object) (*Judgement, error)

// Rules are configuration and policies, ready for use.
type Rules struct {
	Judge Judge
	// Controllers tells whether objects of a kind are judged by themselves, so that what they own need not be. Nil: none is.
	Controllers func(apiVersion, kind string) bool
}

// Options of a server. The zero value judges with the budget of the request, lets through what cannot be judged, and logs nothing.
type Options struct {
	// Load reads configuration and policies as they are now. Its errors may have several lines.
	Load func(context.Context) (*Rules, error)
	// Digest tells what Load would read: it is another text once a file has changed. Nil: nothing ever changes.
	Digest func() string
	// Budget is how long one request may take; zero: as long as the API server waits.
	Budget time.Duration
	// Deny denies what cannot be judged within its budget, or not in full.
	Deny bool
	// WarnOnly denies nothing.
	WarnOnly bool
	// Delay is how long requests are still taken once the server is told to end, so that nobody sends any to it by then.
	Delay time.Duration
	// Ready tells whether what the rules need beside an object is there, and what is in the way. Nil: nothing is needed.
	Ready func() error
	// Caches are how far the kinds of a cluster are known. Nil: none is.
	Caches func() []Cache
	// Log takes what happens, without contents of objects. Nil: nothing is logged.
	Log *slog.Logger
}

// Cache is how far one kind of objects of a cluster is known.
type Cache struct {
	Kind    string // such as deployments.apps
	Objects int
	Bytes   int64
	Left    int  // objects that were too much
	Live    bool // all were read, and changes are told
}

const (
	// maxReview is the largest review that is read, in bytes: two objects of the 3 MiB that the API server takes, and what escapes add.
	maxReview = 16 << 20
	// inFlight is what the reviews that are being read and judged may hold together, in bytes.
	inFlight = 48 << 20
	// smallest is what the least review counts.
	smallest = 16 << 10
	// maxObject is the largest object that is judged, in bytes: etcd stores none of more than 1.5 MiB, and none that people wrote has a tenth of it.
	maxObject = 1 << 20
	// largeObject is from how many bytes on objects are judged one at a time: a model takes up to some hundred times its object.
	largeObject = 128 << 10
	// maxConnections is how many there are at once; more wait. The API server needs one or two.
	maxConnections = 512
)

// Server answers reviews.
type Server struct {
	opt     Options
	rules   inUse
	cert    *certificate // nil: requests come without TLS, as tests send them
	metrics *metrics
	bytes   *semaphore.Weighted
	turns   chan struct{} // one for each object that is being judged
	large   chan struct{} // one for each of them that is large
	ending  chan struct{} // closed when the server is told to end
	fatal   chan error    // why the process must end
}

// New loads the rules. It fails when they cannot be loaded.
func New(ctx context.Context, opt Options) (*Server, error) {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		opt: opt, metrics: newMetrics(opt.Caches), bytes: semaphore.NewWeighted(inFlight),
		turns: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), large: make(chan struct{}, 1), ending: make(chan struct{}), fatal: make(chan error, 1),
	}
	if err := s.load(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Handler serves /validate, /healthz, /readyz and /metrics.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /validate", s.validate)
	s.status(mux)
	return mux
}

// StatusHandler serves what Handler does, without /validate.
func (s *Server) StatusHandler() http.Handler {
	mux := http.NewServeMux()
	s.status(mux)
	return mux
}

func (s *Server) status(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.metrics.handler())
}

// ready says whether requests can be judged, and what is in the way.
func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	select {
	case <-s.ending:
		answer(w, http.StatusServiceUnavailable, "the server is ending")
		return
	default:
	}
	if s.cert != nil {
		if err := s.cert.valid(time.Now()); err != nil {
			answer(w, http.StatusServiceUnavailable, err.Error())
			return
		}
	}
	said := "ok: rules are compiled, the certificate is valid"
	if s.opt.Ready != nil {
		if err := s.opt.Ready(); err != nil {
			answer(w, http.StatusServiceUnavailable, err.Error())
			return
		}
		said += ", caches are filled"
	}
	answer(w, http.StatusOK, said)
}

// answer writes one line. When it fails there is nobody left to tell.
func answer(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(line + "\n"))
}
