package cluster_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/oracle"
)

// asPodlint makes the test binary podlint itself, so that tests can start it, signal it and look at what it takes.
const asPodlint = "PODLINT_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asPodlint) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// cluster is a real API server, and a client of it.
type cluster struct {
	t      testing.TB
	server *oracle.Server
	client *http.Client
}

// start runs the server, and skips the test where it is not installed.
func start(t testing.TB) *cluster {
	t.Helper()
	bin, there, err := oracle.Find("../oracle/server")
	if err != nil {
		t.Fatal(err)
	}
	if !there {
		t.Skip("no API server (go run ./internal/bench -install builds it)")
	}
	server, err := oracle.Start(t.Context(), bin, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	cert, err := os.ReadFile(server.CA)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &cluster{t: t, server: server, client: &http.Client{Transport: transport}}
}

// of is the same cluster for another test, which begins without a webhook.
func (c *cluster) of(t testing.TB) *cluster {
	t.Helper()
	other := *c
	other.t = t
	other.do(http.MethodDelete, paths["ValidatingWebhookConfiguration"]+"/podlint", "application/json", nil)
	return &other
}

// reply is what the API server says.
type reply struct {
	status   int
	message  string
	warnings []string
	body     []byte
}

// do sends a request, with an object where there is one.
func (c *cluster) do(method, path, kind string, body []byte) reply {
	c.t.Helper()
	r, err := c.try(method, path, kind, body)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// try is do for other goroutines than the test's own.
func (c *cluster) try(method, path, kind string, body []byte) (reply, error) {
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.server.Token)
	req.Header.Set("Content-Type", kind)
	resp, err := c.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	r := reply{status: resp.StatusCode}
	if r.body, err = io.ReadAll(resp.Body); err != nil {
		return reply{}, err
	}
	for _, w := range resp.Header.Values("Warning") {
		r.warnings = append(r.warnings, strings.TrimSuffix(strings.TrimPrefix(w, `299 - "`), `"`))
	}
	var status struct{ Message string }
	if json.Unmarshal(r.body, &status) == nil {
		r.message = status.Message
	}
	return r, nil
}

// paths are where the API server keeps the objects of a kind.
var paths = map[string]string{
	"Pod": "/api/v1/namespaces/NS/pods", "Deployment": "/apis/apps/v1/namespaces/NS/deployments", "StatefulSet": "/apis/apps/v1/namespaces/NS/statefulsets",
	"DaemonSet": "/apis/apps/v1/namespaces/NS/daemonsets", "ReplicaSet": "/apis/apps/v1/namespaces/NS/replicasets", "Job": "/apis/batch/v1/namespaces/NS/jobs",
	"CronJob": "/apis/batch/v1/namespaces/NS/cronjobs", "Service": "/api/v1/namespaces/NS/services", "ConfigMap": "/api/v1/namespaces/NS/configmaps",
	"ReplicationController": "/api/v1/namespaces/NS/replicationcontrollers", "PodTemplate": "/api/v1/namespaces/NS/podtemplates",
	"ServiceAccount": "/api/v1/namespaces/NS/serviceaccounts", "LimitRange": "/api/v1/namespaces/NS/limitranges", "ResourceQuota": "/api/v1/namespaces/NS/resourcequotas",
	"PersistentVolumeClaim": "/api/v1/namespaces/NS/persistentvolumeclaims", "NetworkPolicy": "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies",
	"Ingress": "/apis/networking.k8s.io/v1/namespaces/NS/ingresses", "HorizontalPodAutoscaler": "/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers",
	"PodDisruptionBudget": "/apis/policy/v1/namespaces/NS/poddisruptionbudgets", "Role": "/apis/rbac.authorization.k8s.io/v1/namespaces/NS/roles",
	"RoleBinding":                    "/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings",
	"ValidatingWebhookConfiguration": "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", "Namespace": "/api/v1/namespaces",
}

// object is a manifest in YAML as the API server takes it, and where.
func (c *cluster) object(manifest string) (path string, name string, data []byte) {
	c.t.Helper()
	data, err := yaml.YAMLToJSON([]byte(manifest))
	if err != nil {
		c.t.Fatal(err)
	}
	var o struct {
		Kind     string
		Metadata struct{ Name, Namespace string }
	}
	if err := json.Unmarshal(data, &o); err != nil || paths[o.Kind] == "" {
		c.t.Fatal(o.Kind, err)
	}
	namespace := o.Metadata.Namespace
	if namespace == "" {
		namespace = "default"
	}
	return strings.Replace(paths[o.Kind], "NS", namespace, 1), o.Metadata.Name, data
}

func (c *cluster) create(manifest string) reply {
	c.t.Helper()
	path, _, data := c.object(manifest)
	return c.do(http.MethodPost, path+"?fieldValidation=Strict", "application/json", data)
}

// update puts a manifest in the place of what is there.
func (c *cluster) update(manifest string) reply {
	c.t.Helper()
	path, name, data := c.object(manifest)
	return c.do(http.MethodPut, path+"/"+name, "application/json", data)
}

// pair is a certificate of 127.0.0.1 and its key.
type pair struct {
	cert, key string // files
	text      []byte // the certificate in PEM
}

func newPair(t testing.TB, dir string, until time.Time) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "podlint"}, NotBefore: until.Add(-48 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	p := pair{cert: filepath.Join(dir, "tls.crt"), key: filepath.Join(dir, "tls.key"), text: pemOf(der)}
	if err := errors.Join(
		os.WriteFile(p.cert, p.text, 0o600), os.WriteFile(p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	return p
}

// pemOf is a certificate in PEM.
func pemOf(der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}) }

// log is what a program writes; it may be read while the program runs.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// without are the lines that do not hold a text.
func (l *log) without(text string) string {
	var b strings.Builder
	for line := range strings.Lines(l.String()) {
		if !strings.Contains(line, text) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// within waits for something that another process brings about.
func within(t testing.TB, what string, done func() bool) {
	t.Helper()
	for until := time.Now().Add(5 * time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("never: %s", what)
		}
	}
}

// webhook is podlint serve in a process of its own.
type webhook struct {
	cmd     *exec.Cmd
	address string
	status  string
	log     *log
	done    chan error
}

// serve starts podlint serve and waits until it listens.
func serve(t testing.TB, p pair, args ...string) *webhook {
	t.Helper()
	return serveAt(t, free(t), free(t), p, args...)
}

// serveAt is serve at addresses of which it is known that nobody else listens there.
func serveAt(t testing.TB, address, status string, p pair, args ...string) *webhook {
	t.Helper()
	w := &webhook{address: address, status: status, log: &log{}, done: make(chan error, 1)}
	all := append([]string{"serve", "--tls-cert", p.cert, "--tls-key", p.key, "--address", w.address, "--status-address", w.status, "--budget", "30s"}, args...)
	w.cmd = podlint(t, all...)
	w.cmd.Stderr = w.log
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { w.done <- w.cmd.Wait() }()
	t.Cleanup(func() {
		_ = w.cmd.Process.Kill() // it may have ended
		if t.Failed() {
			t.Logf("podlint serve:\n%s", w.log.without(`"msg":"review"`))
		}
	})
	within(t, "podlint serve listens", func() bool {
		select {
		case err := <-w.done:
			t.Fatalf("podlint serve: %v\n%s", err, w.log)
		default:
		}
		resp, err := http.Get("http://" + w.status + "/healthz")
		if err == nil {
			_ = resp.Body.Close()
		}
		return err == nil
	})
	return w
}

// podlint is the program with arguments, in an empty folder.
func podlint(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), self, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), asPodlint+"=1", "KUBECONFIG=", "HOME="+cmd.Dir)
	return cmd
}

func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// get is a page of the webhook's status.
func (w *webhook) get(t testing.TB, page string) (int, string) {
	t.Helper()
	resp, err := http.Get("http://" + w.status + page)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// balance leads each connection to the first of the replicas that is ready, as a Service does, and returns its address.
func balance(t testing.TB, replicas ...*webhook) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go forward(conn, replicas)
		}
	}()
	return l.Addr().String()
}

func forward(conn net.Conn, replicas []*webhook) {
	defer func() { _ = conn.Close() }()
	for _, w := range replicas {
		resp, err := http.Get("http://" + w.status + "/readyz")
		if err != nil {
			continue
		}
		_ = resp.Body.Close()
		to, err := net.Dial("tcp", w.address)
		if err != nil || resp.StatusCode != http.StatusOK {
			continue
		}
		go func() {
			_, _ = io.Copy(to, conn)
			_ = to.Close()
		}()
		_, _ = io.Copy(conn, to)
		return
	}
}
