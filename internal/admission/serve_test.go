package admission_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/podlint/podlint/internal/admission"
	"github.com/podlint/podlint/internal/lint"
)

// within waits for something that another goroutine brings about.
func within(t *testing.T, what string, done func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("never: %s", what)
		}
	}
}

// safeBuffer may be written while it is read.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// TestReload: new rules are used, broken ones are refused while the old ones answer, and both are told.
func TestReload(t *testing.T) {
	var log bytes.Buffer
	digest, failOn, broken := "1", "error", false
	s := newServer(t, nil, admission.Options{
		Log: slog.New(slog.NewJSONHandler(&log, nil)), Digest: func() string { return digest },
		Load: func(context.Context) (*admission.Rules, error) {
			if broken {
				return nil, errors.New("podlint.yaml:3:1: unknown key")
			}
			return &admission.Rules{Judge: says(failOn, violation("warning", "minor"))}, nil
		},
	})
	allows := func() bool {
		return answerOf(t, post(s, "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Body).Allowed
	}
	if !allows() || s.Reload(t.Context()) {
		t.Fatal("want a warning alone, and nothing to reload")
	}
	digest, failOn = "2", "warning"
	if !s.Reload(t.Context()) || allows() || s.Reload(t.Context()) {
		t.Error("want the new rules, once")
	}
	digest, failOn, broken = "3", "error", true
	if !s.Reload(t.Context()) || allows() {
		t.Error("want the old rules where the new ones are broken")
	}
	if !strings.Contains(log.String(), "podlint.yaml:3:1: unknown key") {
		t.Errorf("got %s", &log)
	}
	if page := metricsOf(t, s); !strings.Contains(page, "podlint_rules_load_successful 0") || !strings.Contains(page, `podlint_rules_loads_total{result="refused"} 1`) {
		t.Errorf("got\n%s", page)
	}
	if s.Reload(t.Context()) {
		t.Error("what was refused is not read again at once")
	}
	digest, broken = "4", false
	if !s.Reload(t.Context()) || !allows() || !strings.Contains(metricsOf(t, s), "podlint_rules_load_successful 1") {
		t.Error("want the mended rules")
	}
}

// TestReloadAgain: rules that were refused are tried again a few times: what was in their way may have been a machine without time to compile them.
func TestReloadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		digest, busy, loads := "1", false, 0
		s := newServer(t, nil, admission.Options{
			Digest: func() string { return digest },
			Load: func(context.Context) (*admission.Rules, error) {
				if loads++; busy {
					return nil, errors.New("stopped after 10 s")
				}
				return &admission.Rules{Judge: says("error")}, nil
			},
		})
		digest, busy = "2", true
		begin := time.Now()
		var tried []time.Duration
		for time.Since(begin) < 3*time.Hour {
			if s.Reload(t.Context()) {
				tried = append(tried, time.Since(begin).Round(time.Minute))
			}
			time.Sleep(2 * time.Second)
		}
		if want := []time.Duration{0, time.Minute, 3 * time.Minute, 7 * time.Minute}; !slices.Equal(tried, want) {
			t.Errorf("got tries after %v, want %v", tried, want)
		}
		digest = "3"
		s.Reload(t.Context())
		busy = false
		time.Sleep(time.Minute)
		if before := loads; !s.Reload(t.Context()) || loads != before+1 || s.Reload(t.Context()) || !strings.Contains(metricsOf(t, s), "podlint_rules_load_successful 1") {
			t.Errorf("want the new rules, once; got %d loads", loads)
		}
		time.Sleep(time.Hour)
		if s.Reload(t.Context()) {
			t.Error("what is in use is not read again until it changes")
		}
	})
}

func metricsOf(t *testing.T, s *admission.Server) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.StatusHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// TestCertificate: another certificate is shown once its files have changed, a broken one is refused, and an expired one makes the server unready.
func TestCertificate(t *testing.T) {
	dir := t.TempDir()
	log := &safeBuffer{}
	s := newServer(t, says("error"), admission.Options{Log: slog.New(slog.NewJSONHandler(log, nil))})
	r := serve(t, s, writePair(t, dir, "first", time.Now().Add(time.Hour)))
	shown := func() string {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(r.url, "https://"), &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	if status, text := get(t, r.client, r.url+"/readyz"); status != 200 || shown() != "first" {
		t.Fatalf("got %d: %s", status, text)
	}
	if err := os.WriteFile(dir+"/tls.crt", []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	within(t, "the broken certificate is refused", func() bool { return strings.Contains(log.String(), "the new certificate is refused") })
	if shown() != "first" {
		t.Error("want the old certificate")
	}
	writePair(t, dir, "expired", time.Now().Add(-time.Hour))
	within(t, "the expired certificate is shown", func() bool { return shown() == "expired" })
	if status, text := get(t, http.DefaultClient, r.status+"/readyz"); status != 503 || !strings.Contains(text, "expired at") {
		t.Errorf("got %d: %s", status, text)
	}
	writePair(t, dir, "second", time.Now().Add(time.Hour))
	within(t, "the second certificate is shown", func() bool { return shown() == "second" })
	if status, _ := get(t, http.DefaultClient, r.status+"/readyz"); status != 200 {
		t.Errorf("got %d", status)
	}
	if _, text := get(t, http.DefaultClient, r.status+"/metrics"); !strings.Contains(text, `podlint_certificate_loads_total{result="refused"}`) {
		t.Errorf("got\n%s", text)
	}
}

// TestOldTLS: versions before 1.2 are refused.
func TestOldTLS(t *testing.T) {
	r := serve(t, newServer(t, says("error"), admission.Options{}), writePair(t, t.TempDir(), "podlint", time.Now().Add(time.Hour)))
	for version, works := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(r.url, "https://"), &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != works {
			t.Errorf("%s: got %v", tls.VersionName(version), err)
		}
		if conn != nil {
			_ = conn.Close()
		}
	}
}

// TestSlowClient: who never comes to an end is hung up on, and nobody else waits for it.
func TestSlowClient(t *testing.T) {
	r := serve(t, newServer(t, says("error"), admission.Options{Budget: 300 * time.Millisecond}), writePair(t, t.TempDir(), "podlint", time.Now().Add(time.Hour)))
	conn, err := tls.Dial("tcp", strings.TrimPrefix(r.url, "https://"), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	resp, err := r.post(marshal(t, review("CREATE", podJSON("a:1", ""), "")))
	if err != nil || !answerOf(t, resp.Body).Allowed {
		t.Errorf("got %v", err)
	}
	slow, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || slow.StatusCode != http.StatusRequestTimeout {
		t.Errorf("got %v, %v; want status 408", slow, err)
	}
}

// TestConnections: 2000 clients at once, each with a connection of its own, all get an answer.
func TestConnections(t *testing.T) {
	r := serve(t, newServer(t, says("error"), admission.Options{}), writePair(t, t.TempDir(), "podlint", time.Now().Add(time.Hour)))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	body := marshal(t, review("CREATE", podJSON("a:1", ""), ""))
	const n = 2000
	errs := make(chan error, n)
	for range n {
		go func() {
			resp, err := client.Post(r.url+"/validate", "application/json", bytes.NewReader(body))
			if err == nil {
				_, err = io.Copy(io.Discard, resp.Body)
				err = errors.Join(err, resp.Body.Close())
				if resp.StatusCode != http.StatusOK {
					err = fmt.Errorf("status %d", resp.StatusCode)
				}
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}

// TestGraceful: a server that is told to end answers what has begun, says that it is not ready, and takes requests until nobody sends any.
func TestGraceful(t *testing.T) {
	began, goOn := make(chan bool), make(chan bool)
	var slow atomic.Bool
	slow.Store(true)
	s := newServer(t, func(context.Context, admission.Object) (*admission.Judgement, error) {
		if slow.Swap(false) {
			close(began)
			<-goOn
		}
		return &admission.Judgement{Result: &lint.Result{}}, nil
	}, admission.Options{Delay: 500 * time.Millisecond, Budget: time.Minute})
	r := serve(t, s, writePair(t, t.TempDir(), "podlint", time.Now().Add(time.Hour)))
	body := marshal(t, review("CREATE", podJSON("a:1", ""), ""))
	first := make(chan error, 1)
	go func() {
		resp, err := r.client.Post(r.url+"/validate", "application/json", bytes.NewReader(body))
		if err == nil && resp.StatusCode != http.StatusOK {
			err = fmt.Errorf("status %d", resp.StatusCode)
		}
		first <- err
	}()
	<-began
	r.stop()
	within(t, "the server is not ready", func() bool {
		status, _ := get(t, http.DefaultClient, r.status+"/readyz")
		return status == http.StatusServiceUnavailable
	})
	if resp, err := r.post(body); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("a request in the meantime: %v", err)
	}
	close(goOn)
	if err := <-first; err != nil {
		t.Errorf("the request that had begun: %v", err)
	}
	if err := <-r.done; err != nil {
		t.Errorf("got %v", err)
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "https://")); err == nil {
		_ = conn.Close()
		t.Error("the server still listens")
	}
}

// TestRunaway: a rule that nothing can end is the end of the server, which is started anew.
func TestRunaway(t *testing.T) {
	s := newServer(t, func(context.Context, admission.Object) (*admission.Judgement, error) {
		return &admission.Judgement{Result: &lint.Result{Runaway: true, Errors: []lint.Error{{Message: "stopped"}}}}, nil
	}, admission.Options{})
	r := serve(t, s, writePair(t, t.TempDir(), "podlint", time.Now().Add(time.Hour)))
	resp, err := r.post(marshal(t, review("CREATE", podJSON("a:1", ""), "")))
	if err != nil {
		t.Fatal(err)
	}
	answerOf(t, resp.Body)
	if err := <-r.done; err == nil || !strings.Contains(err.Error(), "goes on taking memory") {
		t.Errorf("got %v", err)
	}
}
