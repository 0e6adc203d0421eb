package cluster_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/oracle"
)

// service selects the pods of the app web, at a port of a name.
func service(namespace, port string) string {
	return "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: " + namespace + "}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: " + port + "}]}\n"
}

// served is a Deployment with a port that is called http.
func served(namespace string) string {
	return strings.Replace(deployment("web", ", namespace: "+namespace, ""), "registry.example.org/app:1.2.3'}", "registry.example.org/app:1.2.3', ports: [{name: http, containerPort: 8080}]}", 1)
}

// watching starts podlint serve with a watch of the cluster, and waits until its caches are filled.
func (c *cluster) watching(t *testing.T, p pair, args ...string) *webhook {
	t.Helper()
	w := serve(t, p, append([]string{"--cluster-context", "--kubeconfig", c.kubeconfig(c.server.URL, c.server.CA)}, args...)...)
	within(t, "the caches are filled", func() bool {
		status, page := w.get(t, "/readyz")
		return status == http.StatusOK && strings.Contains(page, "caches are filled")
	})
	return w
}

// says is what the webhook says of an object, and whether it lets it pass.
func (c *cluster) says(t *testing.T, manifest string) (status int, text string) {
	t.Helper()
	path, _, data := c.object(manifest)
	r := c.do(http.MethodPost, path+"?dryRun=All", "application/json", data)
	return r.status, r.message
}

const noPort = "[service-targetport-no-container]"

// testContext: with a watch of the cluster an object is judged among the others of its namespace, as they are now.
func testContext(t *testing.T, c *cluster) {
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: around}\n"))
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: elsewhere}\n"))
	c.must(c.create(service("around", "nowhere")))
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	w := c.watching(t, p)
	c.ask(w, p)
	if status, text := c.says(t, served("around")); status != http.StatusForbidden || !strings.Contains(text, noPort) {
		t.Fatalf("got %d: %s", status, text)
	}
	if status, text := c.says(t, served("elsewhere")); status != http.StatusCreated {
		t.Errorf("a Service of another namespace: got %d: %s", status, text)
	}
	c.replace(service("around", "http"))
	within(t, "the changed Service is known", func() bool { status, _ := c.says(t, served("around")); return status == http.StatusCreated })
	c.must(c.create(served("around")))
	c.replace(service("around", "nowhere"))
	within(t, "the Service changed back is known", func() bool { status, _ := c.says(t, served("around")); return status == http.StatusForbidden })
	c.do(http.MethodDelete, "/api/v1/namespaces/around/services/web", "application/json", nil)
	within(t, "the Service is known to be gone", func() bool { status, _ := c.says(t, served("around")); return status == http.StatusConflict })
	for _, want := range []string{`podlint_context_objects{kind="deployments.apps"} `, `podlint_context_live{kind="services"} 1`, `podlint_context_left_out{kind="configmaps"} 0`, `podlint_context_bytes{kind="configmaps"} `} {
		if _, page := w.get(t, "/metrics"); !strings.Contains(page, want) {
			t.Errorf("want %s in\n%s", want, page)
		}
	}
	if strings.Contains(w.log.String(), "secrets") {
		t.Errorf("Secrets are watched:\n%s", w.log)
	}
}

// testContextRights: what may not be read is unknown and in nobody's way, and what is asked for is what the printed ClusterRole grants.
func testContextRights(t *testing.T, c *cluster) {
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: hidden}\n"))
	c.must(c.create(service("hidden", "nowhere")))
	proxy := c.pretend()
	proxy.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/services") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"no","code":403}`))
		return true
	}
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	w := serve(t, p, "--cluster-context", "--kubeconfig", c.kubeconfig(proxy.url, proxy.ca))
	within(t, "the caches are filled", func() bool { status, _ := w.get(t, "/readyz"); return status == http.StatusOK })
	c.ask(w, p)
	if status, text := c.says(t, served("hidden")); status != http.StatusCreated {
		t.Errorf("got %d: %s", status, text)
	}
	if _, page := w.get(t, "/metrics"); !strings.Contains(page, `podlint_context_live{kind="services"} 0`) || !strings.Contains(page, `podlint_context_live{kind="configmaps"} 1`) {
		t.Errorf("got\n%s", page)
	}
	proxy.mu.Lock()
	defer proxy.mu.Unlock()
	watches := 0
	for _, uri := range proxy.asked {
		verb := "list"
		if strings.Contains(uri, "watch=1") {
			verb = "watch"
			watches++
		}
		if !granted(t, "podlint", verb, uri) {
			t.Errorf("the printed ClusterRole does not grant %s", uri)
		}
	}
	if watches < 10 {
		t.Errorf("got %d watches", watches)
	}
}

// testRestarts: the watch goes on after the API server and its store were killed. What is said meanwhile is of what was there, and what is said
// afterwards of what is there then.
func testRestarts(t *testing.T, c *cluster) {
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: restarted}\n"))
	c.must(c.create(service("restarted", "nowhere")))
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	w := c.watching(t, p)
	c.ask(w, p)
	review := bytes.ReplaceAll(reviewOf(t, served("restarted")), []byte(`"namespace":"shop"`), []byte(`"namespace":"restarted"`))
	for _, kill := range [][]string{{oracle.API}, {oracle.Store}, {oracle.API, oracle.Store}} {
		for _, name := range kill {
			c.server.Kill(name)
		}
		if r, err := w.review(direct(t), review); err != nil || r.Allowed {
			t.Errorf("while %s does not run: got %+v, %v", kill, r, err)
		}
		if err := c.server.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.client.CloseIdleConnections()
		for _, state := range []struct {
			port   string
			status int
		}{{"http", http.StatusCreated}, {"nowhere", http.StatusForbidden}} {
			c.replace(service("restarted", state.port))
			within(t, fmt.Sprintf("after %s was killed: the Service with port %s is known", kill, state.port), func() bool {
				status, _ := c.says(t, served("restarted"))
				return status == state.status
			})
			for range 20 {
				if status, text := c.says(t, served("restarted")); status != state.status {
					t.Fatalf("after %s was killed: got %d: %s", kill, status, text)
				}
			}
		}
	}
	within(t, "everything is live again", func() bool {
		_, page := w.get(t, "/metrics")
		return live(page, 1) && !live(page, 0)
	})
}

// live tells whether a kind is live, or is not.
func live(page string, value int) bool {
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "podlint_context_live{") && strings.HasSuffix(strings.TrimSpace(line), fmt.Sprintf("} %d", value)) {
			return true
		}
	}
	return false
}
