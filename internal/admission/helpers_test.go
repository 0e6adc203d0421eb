package admission_test

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
	"path/filepath"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/podlint/podlint/internal/admission"
	"github.com/podlint/podlint/internal/lint"
)

// says is a judge that finds the same in every object.
func says(failOn string, all ...lint.Violation) admission.Judge {
	return func(context.Context, admission.Object) (*admission.Judgement, error) {
		return &admission.Judgement{Result: &lint.Result{Violations: all}, FailOn: failOn}, nil
	}
}

func violation(severity, rule string) lint.Violation {
	return lint.Violation{
		Severity: severity, Rule: rule, Message: `container "app" is wrong`, Path: []any{"spec", "containers", 0, "image"},
		Documentation: "https://example.org/" + rule,
	}
}

// newServer judges with a judge; controllers are ReplicaSets alone.
func newServer(t *testing.T, judge admission.Judge, opt admission.Options) *admission.Server {
	t.Helper()
	if opt.Load == nil {
		opt.Load = func(context.Context) (*admission.Rules, error) {
			return &admission.Rules{Judge: judge, Controllers: func(_, kind string) bool { return kind == "ReplicaSet" }}, nil
		}
	}
	s, err := admission.New(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// podJSON is a pod with further metadata.
func podJSON(image, metadata string) string {
	return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"` + metadata + `},"spec":{"containers":[{"name":"app","image":"` + image + `"}]}}`
}

func review(operation admissionv1.Operation, object, old string) *admissionv1.AdmissionReview {
	r := &admissionv1.AdmissionReview{Request: &admissionv1.AdmissionRequest{UID: "u-1", Operation: operation, Namespace: "shop", Name: "web"}}
	r.APIVersion, r.Kind, r.Request.Kind.Kind = "admission.k8s.io/v1", "AdmissionReview", "Pod"
	if object != "" {
		r.Request.Object = runtime.RawExtension{Raw: []byte(object)}
	}
	if old != "" {
		r.Request.OldObject = runtime.RawExtension{Raw: []byte(old)}
	}
	return r
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// answerOf reads an answer, which must be one to the request.
func answerOf(t *testing.T, body io.Reader) *admissionv1.AdmissionResponse {
	t.Helper()
	var r admissionv1.AdmissionReview
	if err := json.NewDecoder(body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	if r.APIVersion != "admission.k8s.io/v1" || r.Kind != "AdmissionReview" || r.Response == nil || r.Response.UID != "u-1" {
		t.Fatalf("got %+v, want an answer to u-1", r)
	}
	return r.Response
}

// pair is a certificate and its key in files, and the roots that trust it.
type pair struct {
	cert, key string
	roots     *x509.CertPool
}

// writePair writes a certificate of a name for 127.0.0.1, over what is there.
func writePair(t *testing.T, dir, name string, until time.Time) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: until.Add(-48 * time.Hour), NotAfter: until,
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
	p := pair{cert: filepath.Join(dir, "tls.crt"), key: filepath.Join(dir, "tls.key"), roots: x509.NewCertPool()}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	p.roots.AppendCertsFromPEM(text)
	if err := errors.Join(
		os.WriteFile(p.cert, text, 0o600), os.WriteFile(p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	return p
}

// running is a server that listens.
type running struct {
	url, status string
	client      *http.Client
	stop        context.CancelFunc
	done        chan error
}

// serve runs a server on loopback until the test ends.
func serve(t *testing.T, s *admission.Server, p pair) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	started := make(chan [2]string, 1)
	r := &running{stop: stop, done: make(chan error, 1)}
	go func() {
		r.done <- s.Serve(ctx, admission.Listen{
			Address: "127.0.0.1:0", Status: "127.0.0.1:0", CertFile: p.cert, KeyFile: p.key,
			Started: func(webhook, status net.Addr) { started <- [2]string{webhook.String(), status.String()} },
		})
	}()
	select {
	case at := <-started:
		r.url, r.status = "https://"+at[0], "http://"+at[1]
	case err := <-r.done:
		t.Fatal(err)
	}
	r.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: p.roots}, ForceAttemptHTTP2: true}}
	t.Cleanup(func() {
		stop()
		r.client.CloseIdleConnections()
	})
	return r
}

func (r *running) post(body []byte) (*http.Response, error) {
	return r.client.Post(r.url+"/validate?timeout=10s", "application/json", bytes.NewReader(body))
}

// get returns the status and the text of a page.
func get(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := client.Get(url)
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
