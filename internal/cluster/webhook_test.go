package cluster_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// TestCluster asks one API server in turn: what scans all of it before those that leave objects behind.
func TestCluster(t *testing.T) {
	c := start(t)
	for _, tt := range []struct {
		name string
		test func(*testing.T, *cluster)
	}{
		{"scan", testScan},
		{"scan, as text", testScanText},
		{"pages", testPages},
		{"rights", testRights},
		{"reports", testReports},
		{"webhook", testWebhook},
		{"warnings", testWarnings},
		{"large", testLarge},
		{"timeout", testTimeout},
		{"pressed", testPressed},
		{"expired", testExpired},
		{"rotation", testRotation},
		{"unseen", testUnseen},
		{"manifests", testManifests},
		{"context", testContext},
		{"context, with few rights", testContextRights},
		{"restarts", testRestarts},
		{"fixtures", testFixtures},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, c.of(t)) })
	}
}

// configuration is the webhook that podlint prints, asked at an address.
func configuration(t testing.TB, address string, ca []byte, policy string) string {
	t.Helper()
	for _, doc := range printed(t, "--failure-policy", policy) {
		if doc["kind"] != "ValidatingWebhookConfiguration" {
			continue
		}
		hook := doc["webhooks"].([]any)[0].(map[string]any)
		hook["clientConfig"] = map[string]any{"url": "https://" + address + "/validate", "caBundle": base64.StdEncoding.EncodeToString(ca)}
		hook["timeoutSeconds"] = 30 // of a busy machine
		text, err := yaml.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	t.Fatal("podlint prints no webhook")
	return ""
}

// printed are the manifests that podlint prints.
func printed(t testing.TB, args ...string) []map[string]any {
	t.Helper()
	var docs []map[string]any
	for text := range strings.SplitSeq(printedText(t, args...), "\n---\n") {
		var doc map[string]any
		if err := yaml.UnmarshalStrict([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

func printedText(t testing.TB, args ...string) string {
	t.Helper()
	cmd := podlint(t, append([]string{"serve", "--manifests", "--image", "registry.example.org/podlint:1.2.3"}, args...)...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// ask makes the API server ask podlint, and waits until it does.
func (c *cluster) ask(w *webhook, p pair) {
	c.t.Helper()
	c.do(http.MethodDelete, paths["ValidatingWebhookConfiguration"]+"/podlint", "application/json", nil)
	if r := c.create(configuration(c.t, w.address, p.text, "Fail")); r.status != http.StatusCreated {
		c.t.Fatal(r.message)
	}
	within(c.t, "the API server asks podlint", func() bool {
		before := strings.Count(w.log.String(), `"msg":"review"`)
		path, _, data := c.object(pod("probe", "", ""))
		c.do(http.MethodPost, path+"?dryRun=All", "application/json", data)
		return strings.Count(w.log.String(), `"msg":"review"`) > before
	})
}

// pod has a container and, where one is given, a volume that nothing mounts.
func pod(name, metadata, volume string) string {
	return deploymentOr("Pod", name, metadata, volume)
}

func deploymentOr(kind, name, metadata, volume string) string {
	if volume != "" {
		volume = "  volumes: [{name: " + volume + ", emptyDir: {}}]\n"
	}
	body := "spec:\n  containers: [{name: app, image: 'registry.example.org/app:1.2.3'}]\n" + volume
	if kind == "Pod" {
		return fmt.Sprintf("apiVersion: v1\nkind: Pod\nmetadata: {name: %s%s}\n", name, metadata) + body
	}
	return fmt.Sprintf("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: %s%s}\nspec:\n  selector: {matchLabels: {app: %s}}\n  template:\n    metadata: {labels: {app: %s}}\n", name, metadata, name, name) +
		"    " + strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n    ") + "\n"
}

func deployment(name, metadata, volume string) string {
	return deploymentOr("Deployment", name, metadata, volume)
}

// testWebhook: the API server asks podlint about everything that holds a pod, and does as it says.
func testWebhook(t *testing.T, c *cluster) {
	if r := c.create(deployment("before", "", "unused")); r.status != http.StatusCreated {
		t.Fatal(r.message)
	}
	c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: unwatched, labels: {podlint.dev/admission: 'off'}}\n")
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	c.ask(serve(t, p), p)
	for _, tt := range []struct {
		name   string
		do     func(string) reply
		object string
		status int
		says   string
	}{
		{"nothing is wrong", c.create, deployment("good", "", ""), 201, ""},
		{"a volume is unused", c.create, deployment("bad", "", "unused"), 403, `volume "unused" (emptyDir) is mounted by no container (spec.template.spec.volumes[0]) [unmounted-volume] https://`},
		{"a bare pod", c.create, pod("bare", "", "unused"), 403, "[unmounted-volume]"},
		{"it is suppressed", c.create, deployment("excused", `, annotations: {ignore.podlint.dev/unmounted-volume: "-- later"}`, "unused"), 201, ""},
		{"the label of one that was there", c.update, deployment("before", ", labels: {a: b}", "unused"), 200, ""},
		{"a change of one that was there", c.update, deployment("before", "", "another"), 403, "[unmounted-volume]"},
		{"a change that fixes it", c.update, deployment("before", "", ""), 200, ""},
		{"a change that breaks it again", c.update, deployment("before", "", "unused"), 403, "[unmounted-volume]"},
		{"a pod of a ReplicaSet", c.create, pod("owned", `, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: x, uid: "1", controller: true}]`, "unused"), 201, ""},
		{"a namespace that wants none", c.create, pod("elsewhere", ", namespace: unwatched", "unused"), 201, ""},
		{"a namespace of the cluster's own", c.create, pod("own", ", namespace: kube-system", "unused"), 201, ""},
		{"no pod at all", c.create, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n", 201, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.do(tt.object)
			if r.status != tt.status || !strings.Contains(r.message, tt.says) || len(r.warnings) > 0 {
				t.Errorf("got status %d: %s, warnings %q", r.status, r.message, r.warnings)
			}
			if tt.says != "" && !strings.HasPrefix(r.message, `admission webhook "admission.podlint.dev" denied the request: `) {
				t.Errorf("got %s", r.message)
			}
		})
	}
}

// testWarnings: below --fail-on, and with --warn-only, people see what is wrong and the object is taken.
func testWarnings(t *testing.T, c *cluster) {
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	for _, flag := range []string{"--fail-on=error", "--warn-only"} {
		w := serve(t, p, flag)
		c.ask(w, p)
		path, _, data := c.object(deployment("warned", "", "unused"))
		for _, dry := range []string{"?dryRun=All", ""} {
			r := c.do(http.MethodPost, path+dry, "application/json", data)
			if r.status != http.StatusCreated || len(r.warnings) != 1 || !strings.HasPrefix(r.warnings[0], "warning: volume ") {
				t.Errorf("%s%s: got status %d, %q: %s", flag, dry, r.status, r.warnings, r.message)
			}
		}
		c.do(http.MethodDelete, path+"/warned", "application/json", nil)
		if _, page := w.get(t, "/metrics"); !strings.Contains(page, `podlint_admission_warnings_total{rule="unmounted-volume"} 2`) {
			t.Errorf("%s: got\n%s", flag, page)
		}
	}
}

// testLarge: an object that no cluster stores is answered at once, and the server is still there.
func testLarge(t *testing.T, c *cluster) {
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	w := serve(t, p, "--on-timeout=deny")
	c.ask(w, p)
	large := pod("large", "", "") + "  activeDeadlineSeconds: 10\n"
	large = strings.Replace(large, "containers: [{", "containers: [{args: ["+strings.Repeat("--some-flag=1, ", 180_000)+"last], ", 1)
	if r := c.create(large); r.status != http.StatusForbidden || !strings.Contains(r.message, "podlint could not judge this object: it has more than 1 MiB") {
		t.Errorf("got status %d: %.300s", r.status, r.message)
	}
	if r := c.create(deployment("after", "", "")); r.status != http.StatusCreated {
		t.Errorf("got status %d: %s", r.status, r.message)
	}
}

// testExpired: with an expired certificate podlint is not ready, and the failure policy says what becomes of objects. A new one is taken without
// a restart.
func testExpired(t *testing.T, c *cluster) {
	dir := t.TempDir()
	p := newPair(t, dir, time.Now().Add(time.Hour))
	w := serve(t, p)
	c.ask(w, p)
	expired := newPair(t, dir, time.Now().Add(-time.Hour))
	within(t, "podlint is not ready", func() bool { status, _ := w.get(t, "/readyz"); return status == http.StatusServiceUnavailable })
	for policy, want := range map[string]int{"Fail": 500, "Ignore": 201} {
		c.replace(configuration(t, w.address, expired.text, policy))
		within(t, "the API server does as "+policy+" says", func() bool {
			path, _, data := c.object(deployment("expired", "", ""))
			r := c.do(http.MethodPost, path+"?dryRun=All", "application/json", data)
			return r.status == want && (want == 201 || strings.Contains(r.message, "certificate has expired"))
		})
	}
	p = newPair(t, dir, time.Now().Add(time.Hour))
	within(t, "podlint is ready", func() bool { status, _ := w.get(t, "/readyz"); return status == http.StatusOK })
	c.ask(w, p)
	if r := c.create(deployment("bad", "", "unused")); r.status != http.StatusForbidden {
		t.Errorf("got status %d: %s", r.status, r.message)
	}
}

// testRotation: a self-signed certificate is renewed without an object that nobody looks at: the API server trusts the old one and the new one while
// podlint goes from one to the other.
func testRotation(t *testing.T, c *cluster) {
	dir := t.TempDir()
	old := newPair(t, dir, time.Now().Add(time.Hour))
	w := serve(t, old)
	c.ask(w, old)
	denied := func(while string) {
		t.Helper()
		path, _, data := c.object(pod("bad", "", "unused"))
		for range 10 {
			if r := c.do(http.MethodPost, path+"?dryRun=All", "application/json", data); r.status != http.StatusForbidden || !strings.Contains(r.message, "[unmounted-volume]") {
				t.Fatalf("%s: got status %d: %s", while, r.status, r.message)
			}
		}
	}
	var made, bundle []byte
	for _, doc := range printed(t, "--certificate", "self-signed", "--trust", old.cert) {
		decode := func(text any) []byte {
			data, err := base64.StdEncoding.DecodeString(text.(string))
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		switch doc["kind"] {
		case "Secret":
			made = decode(doc["data"].(map[string]any)["tls.crt"])
		case "ValidatingWebhookConfiguration":
			bundle = decode(doc["webhooks"].([]any)[0].(map[string]any)["clientConfig"].(map[string]any)["caBundle"])
		}
	}
	if string(bundle) != string(made)+string(old.text) {
		t.Fatalf("got\n%s", bundle)
	}
	next := newPair(t, t.TempDir(), time.Now().Add(2*time.Hour)) // of this host, as a printed one is of the Service
	c.replace(configuration(t, w.address, append(slices.Clone(next.text), old.text...), "Fail"))
	denied("the old certificate is shown")
	for _, file := range [][2]string{{next.cert, old.cert}, {next.key, old.key}} {
		text, err := os.ReadFile(file[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file[1], text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	within(t, "the new certificate is in use", func() bool { return strings.Contains(w.log.String(), "a new certificate is in use") })
	denied("the new certificate is shown")
	c.replace(configuration(t, w.address, next.text, "Fail"))
	denied("the new certificate alone is trusted")
}

// replace is an update whatever version is there.
func (c *cluster) replace(manifest string) {
	c.t.Helper()
	path, name, data := c.object(manifest)
	if r := c.do(http.MethodPatch, path+"/"+name, "application/merge-patch+json", data); r.status != http.StatusOK {
		c.t.Fatal(r.message)
	}
}
