package oracle

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// Server is an API server that runs on loopback, with a store of its own and without controllers.
type Server struct {
	URL    string
	Token  string
	CA     string // file with the certificate that it shows
	client *http.Client

	programs []*program
}

// program is one that the server consists of.
type program struct {
	name, dir string
	args      []string
	stop      func() // nil: it does not run
}

// The programs of a server, for Kill and Restart.
const (
	API   = "kube-apiserver"
	Store = "etcd"
)

// startTime bounds how long the server may take to be ready; it takes 4 s on two idle processors.
const startTime = 2 * time.Minute

// Start runs the programs of a folder and keeps their files in dir. The caller must call Stop.
func Start(ctx context.Context, bin, dir string) (*Server, error) {
	s := &Server{Token: rand.Text(), CA: filepath.Join(dir, "apiserver.crt")}
	if err := s.start(ctx, bin, dir); err != nil {
		s.Stop()
		return nil, fmt.Errorf("start the API server: %w", err)
	}
	return s, nil
}

// Stop ends the server and its store.
func (s *Server) Stop() {
	for _, p := range slices.Backward(s.programs) {
		p.kill()
	}
}

// Kill ends one of its programs as a crash does.
func (s *Server) Kill(name string) {
	for _, p := range s.programs {
		if filepath.Base(p.name) == executable(name) {
			p.kill()
		}
	}
}

// Restart starts those of its programs that were killed, and waits until the server is ready.
func (s *Server) Restart(ctx context.Context) error {
	for _, p := range s.programs {
		if p.stop == nil {
			if err := p.start(ctx); err != nil {
				return fmt.Errorf("restart the API server: %w", err)
			}
		}
	}
	return s.await(ctx)
}

func (s *Server) start(ctx context.Context, bin, dir string) error {
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	store, peers, port := "http://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1], ports[2]
	if err := s.run(ctx, dir, filepath.Join(bin, executable("etcd")),
		"--data-dir", filepath.Join(dir, "store"), "--unsafe-no-fsync", "--log-level", "error",
		"--listen-client-urls", store, "--advertise-client-urls", store,
		"--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", "default="+peers,
	); err != nil {
		return err
	}
	key, tokens := filepath.Join(dir, "key.pem"), filepath.Join(dir, "tokens.csv")
	if err := errors.Join(writeKey(key), os.WriteFile(tokens, []byte(s.Token+",tester,tester\n"), 0o600)); err != nil {
		return err
	}
	s.URL = "https://127.0.0.1:" + port
	if err := s.run(ctx, dir, filepath.Join(bin, executable("kube-apiserver")),
		"--etcd-servers", store, "--cert-dir", dir, "--bind-address", "127.0.0.1", "--secure-port", port, "--endpoint-reconciler-type", "none",
		"--token-auth-file", tokens, "--authorization-mode", "AlwaysAllow", "--allow-privileged",
		"--service-cluster-ip-range", "10.0.0.0/24", "--service-account-issuer", s.URL, "--service-account-key-file", key, "--service-account-signing-key-file", key,
		// What these ask for lies in other objects of a cluster, and no manifest can be wrong for it.
		"--disable-admission-plugins", "ServiceAccount,Priority,RuntimeClass,NamespaceLifecycle,PodSecurity",
	); err != nil {
		return err
	}
	return s.await(ctx)
}

// run starts a program that ends with the server; what it writes is kept in dir.
func (s *Server) run(ctx context.Context, dir, name string, args ...string) error {
	p := &program{name: name, dir: dir, args: args}
	s.programs = append(s.programs, p)
	return p.start(ctx)
}

func (p *program) start(ctx context.Context) error {
	log, err := os.OpenFile(filepath.Join(p.dir, filepath.Base(p.name)+".log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // kill ends it
	cmd := exec.CommandContext(ctx, p.name, p.args...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, p.dir
	if err := cmd.Start(); err != nil {
		cancel()
		return errors.Join(err, log.Close())
	}
	p.stop = func() {
		cancel()
		_ = cmd.Wait() // it was killed
		_ = log.Close()
	}
	return nil
}

func (p *program) kill() {
	if p.stop != nil {
		p.stop()
	}
	p.stop = nil
}

// await waits until the server is ready.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	var last error
	for {
		if last = s.ready(ctx); last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("it is not ready: %w", last)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *Server) ready(ctx context.Context) error {
	if s.client == nil {
		cert, err := os.ReadFile(s.CA)
		if err != nil {
			return err
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(cert) {
			return errors.New("its certificate is not complete")
		}
		s.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	}
	status, body, err := s.request(ctx, http.MethodGet, "/readyz", "", nil)
	if err != nil || status != http.StatusOK {
		return errors.Join(err, fmt.Errorf("status %d: %.200s", status, body))
	}
	return nil
}

func (s *Server) request(ctx context.Context, method, path, kind string, body io.Reader) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, method, s.URL+path, body)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	req.Header.Set("Accept", "application/json")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, errors.Join(err, resp.Body.Close())
}

// freePorts are ports of loopback that nobody used a moment ago.
func freePorts(n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }() // only now, so that they differ
		_, out[i], err = net.SplitHostPort(l.Addr().String())
		if err != nil {
			return nil, err
		}
		if _, err := strconv.Atoi(out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// writeKey makes a key for the tokens of service accounts, of which none is ever issued.
func writeKey(file string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return os.WriteFile(file, pem.EncodeToMemory(block), 0o600)
}
