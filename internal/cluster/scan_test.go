package cluster_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kubeconfig is a file that leads to a server at an address.
func (c *cluster) kubeconfig(address, ca string) string {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), "kubeconfig")
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- {name: test, cluster: {server: %q, certificate-authority: %q}}
users:
- {name: tester, user: {token: %q}}
contexts:
- {name: test, context: {cluster: test, user: tester, namespace: shop}}
current-context: test
`, address, ca, c.server.Token)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return file
}

// violation is a violation of a report.
type violation struct {
	Rule, Severity, Message, Fingerprint string
	File                                 string
	Workload                             struct {
		Kind, Namespace, Name string
	}
	// Whole is all of it, byte for byte but for places.
	Whole string `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *violation) UnmarshalJSON(data []byte) error {
	type fields violation
	var whole any
	if err := errors.Join(json.Unmarshal(data, (*fields)(v)), json.Unmarshal(data, &whole)); err != nil {
		return err
	}
	text, err := json.Marshal(placeless(whole))
	v.Whole = string(text)
	return err
}

// places are the fields of a report that hang on where an object stands; edits are of files alone.
var places = []string{"file", "line", "column", "end_line", "end_column", "document", "edits"}

// placeless is a value of a report without places, without the way through a List that leads to an object, and without what the cluster alone knows: who
// has set what is wrong.
func placeless(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range places {
			delete(v, key)
		}
		for key, value := range v {
			v[key] = placeless(value)
		}
	case []any:
		if len(v) > 1 && v[0] == "items" {
			return v[2:]
		}
		v = slices.DeleteFunc(v, func(value any) bool {
			o, _ := value.(map[string]any)
			message, _ := o["message"].(string)
			return strings.HasPrefix(message, "set by ")
		})
		for i := range v {
			v[i] = placeless(v[i])
		}
		return v
	}
	return v
}

// result is what of a report the tests look at.
type result struct {
	Violations []violation
	Errors     []struct{ File, Message string }
	Notes      []struct{ Message string }
	Summary    struct{ Files, Workloads, Containers, Suppressed int }
}

// report runs podlint and reads its report.
func report(t testing.TB, stdin string, args ...string) (result, int) {
	t.Helper()
	cmd := podlint(t, append(args, "-o", "json")...)
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("podlint %s: %v\n%s%s", args, err, out, &stderr)
	}
	return r, cmd.ProcessState.ExitCode()
}

// byObject leaves out where an object stands, and sorts what is left.
func byObject(all []violation) []violation {
	all = slices.Clone(all)
	for i := range all {
		all[i].File = ""
	}
	slices.SortFunc(all, func(a, b violation) int {
		return strings.Compare(fmt.Sprint(a.Workload, a.Whole), fmt.Sprint(b.Workload, b.Whole))
	})
	return all
}

// pretend is a server before the real one that can answer in its place.
type pretend struct {
	url, ca string

	mu     sync.Mutex
	asked  []string
	answer func(w http.ResponseWriter, r *http.Request) bool // tells whether it has answered
}

func (c *cluster) pretend() *pretend {
	c.t.Helper()
	to, err := url.Parse(c.server.URL)
	if err != nil {
		c.t.Fatal(err)
	}
	p := &pretend{}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.Transport = c.client.Transport
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = append(p.asked, r.URL.RequestURI())
		answered := p.answer != nil && p.answer(w, r)
		p.mu.Unlock()
		if !answered {
			proxy.ServeHTTP(w, r)
		}
	}))
	c.t.Cleanup(server.Close)
	p.url, p.ca = server.URL, filepath.Join(c.t.TempDir(), "ca.pem")
	if err := os.WriteFile(p.ca, pemOf(server.Certificate().Raw), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return p
}

// fill makes three namespaces, of which the names sort otherwise with a slash behind them, with pods that are wrong and one Service.
func (c *cluster) fill() {
	c.t.Helper()
	for _, ns := range []string{"shop", "shop-b", "shopping"} {
		in := ", namespace: " + ns
		c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + ns + "}\n"))
		c.must(c.create(deployment("web", in, "unused")))
		c.must(c.create(deployment("excused", in+`, annotations: {ignore.podlint.dev/unmounted-volume: "-- later"}`, "unused")))
		for i := range 5 {
			c.must(c.create(pod(fmt.Sprintf("bare-%d", i), in, "unused")))
			c.must(c.create(pod(fmt.Sprintf("replica-%d", i), in+`, ownerReferences: [{apiVersion: example.org/v1, kind: Machine, name: x, uid: "1", controller: true}]`, "unused")))
		}
		c.must(c.create("apiVersion: v1\nkind: Service\nmetadata: {name: web" + in + "}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: nowhere}]}\n"))
	}
}

func (c *cluster) must(r reply) {
	c.t.Helper()
	if r.status != http.StatusCreated && r.status != http.StatusConflict {
		c.t.Fatal(r.status, r.message)
	}
}

// testScan: what scan says of a cluster is what lint says of the same objects.
func testScan(t *testing.T, c *cluster) {
	c.fill()
	config := c.kubeconfig(c.server.URL, c.server.CA)
	found, status := report(t, "", "scan", "-A", "--kubeconfig", config, "--min-severity=info", "--doubts")
	if status != 1 || len(found.Errors) > 0 || found.Summary.Suppressed != 3 {
		t.Fatalf("got status %d, %+v, %+v", status, found.Errors, found.Summary)
	}
	kinds := "pods,services,deployments,configmaps,serviceaccounts,namespaces"
	list, err := c.kubectl("", "get", kinds, "-A", "-o", "json")
	if err != nil {
		t.Fatal(list)
	}
	want, _ := report(t, list, "lint", "-", "--min-severity=info", "--doubts", "--kube-version=1.37")
	once := slices.DeleteFunc(byObject(want.Violations), func(v violation) bool { // of the replicas one is judged
		return strings.HasPrefix(v.Workload.Name, "replica-") && v.Workload.Name != "replica-0"
	})
	if diff := cmp.Diff(once, byObject(found.Violations)); diff != "" {
		t.Errorf("lint and scan differ (-lint +scan):\n%s", diff)
	}
	for _, v := range found.Violations {
		if w := v.Workload; v.File != w.Namespace+"/"+w.Kind+"/"+w.Name && v.File != w.Namespace+"/Service/web" {
			t.Errorf("got a violation of %+v in %s", w, v.File)
		}
	}
	one, _ := report(t, "", "scan", "--kubeconfig", config)
	other, _ := report(t, "", "scan", "-n", "shop-b", "--kubeconfig", config)
	if n := len(one.Violations); n == 0 || n != len(other.Violations) || one.Violations[0].Workload.Namespace != "shop" || other.Violations[0].Workload.Namespace != "shop-b" {
		t.Errorf("got %d violations in the namespace of the context and %d in another one", n, len(other.Violations))
	}
	everything, _ := report(t, "", "scan", "-A", "--kubeconfig", config)
	var parts []violation
	for i := range 3 {
		part, _ := report(t, "", "scan", "-A", "--kubeconfig", config, "--allow-empty", fmt.Sprintf("--namespaces-shard=%d/3", i+1))
		parts = append(parts, part.Violations...)
	}
	if diff := cmp.Diff(byObject(everything.Violations), byObject(parts)); diff != "" {
		t.Errorf("the parts are not the whole (-whole +parts):\n%s", diff)
	}
}

// testScanText: what people read names the object, its field, and lines as kubectl shows them.
func testScanText(t *testing.T, c *cluster) {
	c.fill()
	cmd := podlint(t, "scan", "--kubeconfig", c.kubeconfig(c.server.URL, c.server.CA), "--rule=unmounted-volume", "--max-per-rule=1")
	out, _ := cmd.Output() // there are violations
	for _, want := range []string{"shop/Deployment/web:", `volume "unused" (emptyDir) is mounted by no container [unmounted-volume]`, "40 |       - emptyDir: {}\n", "^^^^^^^^^^^^ set by Go-http-client\n", "= field: spec.template.spec.volumes[0]\n", " objects, "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	args := []string{"scan", "--kubeconfig", c.kubeconfig(c.server.URL, c.server.CA)}
	dir := t.TempDir()
	formats := []string{"azure", "checkstyle", "concise", "github", "gitlab", "json", "junit", "markdown", "rdjson", "sarif", "sonar", "tap"}
	for _, format := range formats {
		args = append(args, "-o", format+"="+filepath.Join(dir, format))
	}
	if text, err := podlint(t, args...).CombinedOutput(); err == nil {
		t.Fatalf("nothing is found\n%s", text)
	}
	for _, format := range formats {
		if text, err := os.ReadFile(filepath.Join(dir, format)); err != nil || !strings.Contains(string(text), "shop/Deployment/web") {
			t.Errorf("%s: %v\n%.500s", format, err, text)
		}
	}
}

// testPages: long lists come in pages; a token that expires in the middle, and a server that is busy, change nothing.
func testPages(t *testing.T, c *cluster) {
	c.fill()
	for i := range 450 {
		c.must(c.create(pod(fmt.Sprintf("many-%d", i), ", namespace: shopping", "unused")))
	}
	p := c.pretend()
	config := c.kubeconfig(p.url, p.ca)
	want, _ := report(t, "", "scan", "-A", "--kubeconfig", config)
	pages := slices.DeleteFunc(slices.Clone(p.asked), func(uri string) bool { return !strings.HasPrefix(uri, "/api/v1/pods?") })
	if len(pages) < 3 || !strings.Contains(pages[1], "continue=") || !strings.Contains(pages[0], "limit=200") {
		t.Errorf("got %q", pages)
	}
	for name, status := range map[string]string{
		"how to go on":     `{"kind":"Status","apiVersion":"v1","status":"Failure","metadata":{"continue":%q},"reason":"Expired","code":410}`,
		"to begin anew":    `{"kind":"Status","apiVersion":"v1","status":"Failure","metadata":{},"reason":"Expired","code":410}`,
		"to wait a moment": `{"kind":"Status","apiVersion":"v1","status":"Failure","metadata":{},"reason":"InternalError","code":503}`,
	} {
		gone := 0
		p.answer = func(w http.ResponseWriter, r *http.Request) bool {
			token := r.URL.Query().Get("continue")
			if r.URL.Path != "/api/v1/pods" || token == "" || gone > 0 {
				return false
			}
			gone++
			text := status
			if strings.Contains(status, "%q") {
				text = fmt.Sprintf(status, token)
			}
			code := http.StatusGone
			if strings.Contains(status, "503") {
				code = http.StatusServiceUnavailable
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(text))
			return true
		}
		got, _ := report(t, "", "scan", "-A", "--kubeconfig", config)
		if diff := cmp.Diff(byObject(want.Violations), byObject(got.Violations)); diff != "" || gone == 0 {
			t.Errorf("the server says %s (%d times):\n%s", name, gone, diff)
		}
	}
}

// testRights: what the rights hide is said: of what holds pods as an error, of what concerns them as a note.
func testRights(t *testing.T, c *cluster) {
	c.fill()
	p := c.pretend()
	config := c.kubeconfig(p.url, p.ca)
	hide := ""
	p.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if hide == "" || !strings.HasSuffix(r.URL.Path, "/"+hide) {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"no","code":403}`))
		return true
	}
	hide = "deployments"
	got, status := report(t, "", "scan", "-A", "--kubeconfig", config)
	if status != 3 || len(got.Errors) != 1 || got.Errors[0].Message != "deployments.apps are not seen: the right to list them in any namespace is missing" || len(got.Violations) == 0 {
		t.Errorf("got status %d: %+v, %d violations", status, got.Errors, len(got.Violations))
	}
	hide = "configmaps"
	got, status = report(t, "", "scan", "-n", "shop", "--kubeconfig", config)
	if status != 1 || len(got.Errors) != 0 || len(got.Notes) != 1 || got.Notes[0].Message != "configmaps are not seen: the right to list them in namespace shop is missing" {
		t.Errorf("got status %d: %+v, %+v", status, got.Errors, got.Notes)
	}
	p.asked, hide = nil, ""
	report(t, "", "scan", "-A", "--kubeconfig", config)
	report(t, "", "scan", "-n", "shop", "--kubeconfig", config)
	for _, uri := range p.asked {
		if !granted(t, "podlint-scan", "list", uri) {
			t.Errorf("the printed ClusterRole does not grant %s", uri)
		}
	}
}

// granted tells whether a printed ClusterRole allows what is asked for. What everybody may ask is allowed.
func granted(t testing.TB, role, verb, uri string, args ...string) bool {
	t.Helper()
	path, _, _ := strings.Cut(strings.TrimPrefix(uri, "/"), "?")
	parts := strings.Split(path, "/")
	group := ""
	switch {
	case parts[0] == "version" || parts[0] == "apis" && len(parts) <= 3 || parts[0] == "api" && len(parts) <= 2:
		return true
	case parts[0] == "apis":
		group, parts = parts[1], parts[3:]
	default:
		parts = parts[2:]
	}
	if parts[0] == "namespaces" && len(parts) >= 3 {
		parts = parts[2:]
	}
	for _, doc := range printed(t, append(args, "--cluster-context")...) {
		if doc["kind"] != "ClusterRole" || doc["metadata"].(map[string]any)["name"] != role {
			continue
		}
		for _, rule := range doc["rules"].([]any) {
			rule := rule.(map[string]any)
			if slices.Contains(rule["apiGroups"].([]any), any(group)) && slices.Contains(rule["resources"].([]any), any(parts[0])) &&
				slices.Contains(rule["verbs"].([]any), any(verb)) {
				return true
			}
		}
	}
	return false
}

// TestNoCluster: what is missing is one line.
func TestNoCluster(t *testing.T) {
	for want, args := range map[string][]string{
		"podlint: find the cluster: ":                    {"scan"},
		"podlint: --namespace and --all-namespaces":      {"scan", "-A", "-n", "shop"},
		"podlint: --namespaces-shard is a part of":       {"scan", "--namespaces-shard", "1/2"},
		"podlint: read --namespaces-shard \"3/2\": want": {"scan", "-A", "--namespaces-shard", "3/2"},
		"podlint: scan takes no path, got \"deploy/\"":   {"scan", "deploy/"},
	} {
		out, err := podlint(t, args...).CombinedOutput()
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.HasPrefix(string(out), want) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%q: got %v:\n%s", args, err, out)
		}
	}
}
