package admission

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// Bounds of a connection. The API server sends a review in one go.
const (
	headerTime   = 10 * time.Second // for TLS as well: 512 clients at once share the processors
	readTime     = 30 * time.Second // as long as an API server waits at most
	writeTime    = 35 * time.Second
	idleTime     = 2 * time.Minute
	headerBytes  = 16 << 10
	shutdownTime = 30 * time.Second
)

// Listen are the addresses and the files of a server.
type Listen struct {
	Address string // of the webhook, such as :8443
	Status  string // of health and metrics without TLS; empty: they are at Address alone
	// CertFile and KeyFile are in PEM.
	CertFile, KeyFile string
	// Started is told where the server listens, before it takes the first request. It may be nil.
	Started func(webhook, status net.Addr)
}

// Serve answers until the context ends; then it takes requests for Options.Delay more, finishes those that have begun, and returns nil.
func (s *Server) Serve(ctx context.Context, l Listen) error {
	var err error
	if s.cert, err = newCertificate(l.CertFile, l.KeyFile); err != nil {
		return err
	}
	s.cert.refresh(time.Now(), s.opt.Log, s.metrics)
	if err := s.cert.valid(time.Now()); err != nil {
		s.opt.Log.Error("not ready", "error", err.Error())
	}
	servers, errs, err := s.listen(ctx, l)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go s.watch(watching)
	select {
	case <-ctx.Done():
	case err := <-errs:
		return errors.Join(err, end(servers))
	case err := <-s.fatal:
		s.opt.Log.Error("the server must end", "error", err.Error())
		return errors.Join(err, end(servers))
	}
	return s.end(servers)
}

// listen starts the servers. What makes one of them fail comes through errs.
func (s *Server) listen(ctx context.Context, l Listen) (servers []*http.Server, errs chan error, err error) {
	var config net.ListenConfig
	webhook, err := config.Listen(ctx, "tcp", l.Address)
	if err != nil {
		return nil, nil, fmt.Errorf("listen: %w", err)
	}
	listeners := []net.Listener{tls.NewListener(netutil.LimitListener(webhook, maxConnections), s.tls())}
	servers = []*http.Server{s.server(s.Handler())}
	var status net.Addr
	if l.Status != "" {
		plain, err := config.Listen(ctx, "tcp", l.Status)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("listen: %w", err), webhook.Close())
		}
		status = plain.Addr()
		listeners = append(listeners, netutil.LimitListener(plain, maxConnections))
		servers = append(servers, s.server(s.StatusHandler()))
	}
	errs = make(chan error, len(servers))
	for i := range servers {
		go func() {
			if err := servers[i].Serve(listeners[i]); !errors.Is(err, http.ErrServerClosed) {
				errs <- fmt.Errorf("serve: %w", err)
			}
		}()
	}
	s.opt.Log.Info("serving", "address", webhook.Addr().String(), "status_address", l.Status)
	if l.Started != nil {
		l.Started(webhook.Addr(), status)
	}
	return servers, errs, nil
}

// tls is the configuration of TLS, for HTTP/2 as well.
func (s *Server) tls() *tls.Config {
	c := s.cert.config()
	c.NextProtos = []string{"h2", "http/1.1"}
	return c
}

func (s *Server) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: s.last(h), ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(s.opt.Log.Handler(), slog.LevelDebug), // what clients do wrong
	}
}

// last makes each answer the last one of its connection once the server is ending, so that whoever comes again asks another replica. Idle connections
// stay open meanwhile: a request may be on its way.
func (s *Server) last(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-s.ending:
			w.Header().Set("Connection", "close")
		default:
		}
		h.ServeHTTP(w, r)
	})
}

// end finishes what has begun.
func (s *Server) end(servers []*http.Server) error {
	s.opt.Log.Info("ending", "delay", s.opt.Delay.String())
	close(s.ending)
	time.Sleep(s.opt.Delay)
	return end(servers)
}

func end(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	var errs []error
	for _, server := range servers {
		errs = append(errs, server.Shutdown(ctx))
	}
	return errors.Join(errs...)
}
