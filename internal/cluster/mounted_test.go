package cluster_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// direct is a client that trusts the webhook whatever it shows.
func direct(t testing.TB) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 8}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// reviewOf is a review of a manifest that is created, as the API server sends it.
func reviewOf(t testing.TB, manifest string) []byte {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(manifest))
	if err != nil {
		t.Fatal(err)
	}
	r := admissionv1.AdmissionReview{Request: &admissionv1.AdmissionRequest{
		UID: "u-1", Operation: admissionv1.Create, Namespace: "shop", Object: runtime.RawExtension{Raw: data},
	}}
	r.APIVersion, r.Kind, r.Request.Kind.Kind = "admission.k8s.io/v1", "AdmissionReview", "Pod"
	if data, err = json.Marshal(r); err != nil {
		t.Fatal(err)
	}
	return data
}

// review sends a review straight to the webhook.
func (w *webhook) review(client *http.Client, body []byte) (*admissionv1.AdmissionResponse, error) {
	resp, err := client.Post("https://"+w.address+"/validate?timeout=30s", "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	var r admissionv1.AdmissionReview
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil {
		return nil, err
	}
	if r.Response == nil {
		return nil, errors.New(resp.Status)
	}
	return r.Response, nil
}

// mount writes files as the kubelet mounts a ConfigMap: each name is a link, and all change at once.
func mount(t testing.TB, dir, version string, files map[string]string) {
	t.Helper()
	made := filepath.Join(dir, ".."+version)
	if err := os.MkdirAll(made, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(made, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.Symlink(filepath.Join("..data", name), filepath.Join(dir, name)) // it may be there
	}
	if err := errors.Join(os.Symlink(".."+version, filepath.Join(dir, "..new")), os.Rename(filepath.Join(dir, "..new"), filepath.Join(dir, "..data"))); err != nil {
		t.Fatal(err)
	}
}

const ownRule = `# METADATA
# title: Images of our own
# description: Every image comes from our own registry.
# related_resources: [{ref: "https://example.org/images"}]
# custom: {severity: error, confidence: certain, fix: Take the image from registry.example.org.}
package podlint.rules.images.foreign_image

violation contains {"msg": sprintf("container %q takes its image from elsewhere", [c.name]), "path": array.concat(c.path, ["image"])} if {
	some c in input.pod.containers
	not startswith(c.image.reference, "registry.example.org/")
}
`

// TestMounted: configuration and rules in a mounted ConfigMap are read again when it changes; a broken one is refused and the old one stays.
func TestMounted(t *testing.T) {
	dir := t.TempDir()
	mount(t, dir, "1", map[string]string{"podlint.yaml": "fail-on: error\npolicies: [.]\n", "foreign_image.rego": ownRule})
	w := serve(t, newPair(t, t.TempDir(), time.Now().Add(time.Hour)), "-c", filepath.Join(dir, "podlint.yaml"))
	client := direct(t)
	says := func(manifest string) string {
		r, err := w.review(client, reviewOf(t, manifest))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(r.Warnings, "\n")
		if !r.Allowed {
			text = "denied: " + r.Result.Message
		}
		return text
	}
	foreign := strings.ReplaceAll(pod("web", "", ""), "registry.example.org", "ghcr.io/other")
	if got := says(foreign); !strings.HasPrefix(got, `denied: error: container "app" takes its image from elsewhere (spec.containers[0].image) [foreign-image] https://example.org/images`) {
		t.Fatalf("got %q", got)
	}
	if got := says(pod("web", "", "unused")); !strings.HasPrefix(got, "warning: volume ") {
		t.Errorf("got %q", got)
	}
	mount(t, dir, "2", map[string]string{"podlint.yaml": "fail-on: error\npolicies: [.]\nrules: {unmounted-volume: {severity: error}}\n", "foreign_image.rego": ownRule})
	within(t, "the new configuration holds", func() bool { return strings.HasPrefix(says(pod("web", "", "unused")), "denied: ") })
	mount(t, dir, "3", map[string]string{"podlint.yaml": "fail-on: never\npolicies: [.]\n", "foreign_image.rego": ownRule + "broken\n"})
	within(t, "the broken rule is refused", func() bool {
		_, page := w.get(t, "/metrics")
		return strings.Contains(page, "podlint_rules_load_successful 0") && strings.Contains(page, `podlint_rules_loads_total{result="refused"} `)
	})
	if got := says(foreign); !strings.HasPrefix(got, "denied: ") {
		t.Errorf("got %q, want the old rules", got)
	}
	if status, page := w.get(t, "/readyz"); status != http.StatusOK {
		t.Errorf("got %d: %s", status, page)
	}
	if !strings.Contains(w.log.String(), "foreign_image.rego:") || !strings.Contains(w.log.String(), "new rules are refused, the old ones stay") {
		t.Errorf("got %s", w.log)
	}
	mount(t, dir, "4", map[string]string{"podlint.yaml": "fail-on: never\npolicies: [.]\n", "foreign_image.rego": ownRule})
	within(t, "the mended configuration holds", func() bool { return strings.HasPrefix(says(foreign), "error: container ") })
	mount(t, dir, "5", map[string]string{"podlint.yaml": "fail-on: never\npolicies: [.]\n", "foreign_image.rego": strings.ReplaceAll(ownRule, "elsewhere", "afar")})
	within(t, "the new rule holds", func() bool {
		return strings.HasPrefix(says(foreign), `error: container "app" takes its image from afar `)
	})
	if _, page := w.get(t, "/metrics"); !strings.Contains(page, "podlint_rules_load_successful 1") || !strings.Contains(w.log.String(), "new rules are in use") {
		t.Errorf("got %s", w.log)
	}
}
