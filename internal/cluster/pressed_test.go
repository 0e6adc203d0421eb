package cluster_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const slowRule = `# METADATA
# title: Slow
# description: Takes for ever to look at a container that is called slow.
# related_resources: [{ref: "https://example.org/slow"}]
# custom: {severity: error, confidence: certain, fix: Call it otherwise.}
package podlint.rules.images.slow_container

violation contains {"msg": "it came to an end", "path": c.path} if {
	some c in input.pod.containers
	c.name == "slow"
	every x in numbers.range(1, 100000) {
		every y in numbers.range(1, 100000) { x * y > 0 }
	}
}
`

// testTimeout: where a rule takes longer than the budget the object is let through with a warning, or denied, as --on-timeout says, and the others are
// judged as ever.
func testTimeout(t *testing.T, c *cluster) {
	rules := t.TempDir()
	if err := os.WriteFile(filepath.Join(rules, "slow_container.rego"), []byte(slowRule), 0o600); err != nil {
		t.Fatal(err)
	}
	const says = "podlint could not judge this object: its budget of time is over"
	slow := strings.Replace(pod("slow", "", "unused"), "name: app", "name: slow", 1)
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	for on, want := range map[string]int{"allow": http.StatusCreated, "deny": http.StatusForbidden} {
		w := serve(t, p, "--policy", rules, "--on-timeout", on, "--budget=1s")
		c.ask(w, p)
		path, _, data := c.object(slow)
		r := c.do(http.MethodPost, path+"?dryRun=All", "application/json", data)
		if r.status != want || !strings.Contains(strings.Join(append(r.warnings, r.message), "\n"), says) || on == "allow" != (len(r.warnings) == 1) {
			t.Errorf("%s: got status %d, warnings %q: %s", on, r.status, r.warnings, r.message)
		}
		within(t, "another one is judged", func() bool {
			status, text := c.says(t, pod("bad", "", "unused"))
			return status == http.StatusForbidden && strings.Contains(text, "[unmounted-volume]")
		})
		if _, page := w.get(t, "/metrics"); !strings.Contains(page, `podlint_admission_requests_total{operation="CREATE",verdict="unjudged"} `) {
			t.Errorf("%s: got\n%s", on, page)
		}
	}
}

// testPressed: what is no review, clients that never come to an end and 2,000 connections at once get what they should, and the API server gets its
// verdicts meanwhile.
func testPressed(t *testing.T, c *cluster) {
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	w := serve(t, p)
	c.ask(w, p)
	slow := w.hang(t, 100)
	answers := make(chan error, 2000)
	body := reviewOf(t, three(1))
	one := direct(t)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for range cap(answers) {
		go func() {
			r, err := w.review(client, body)
			if err == nil && (r.UID != "u-1" || strings.Contains(strings.Join(r.Warnings, ""), "could not judge")) {
				err = fmt.Errorf("got %+v", r)
			}
			answers <- err
		}()
	}
	path, _, bad := c.object(pod("bad", "", "unused"))
	for n := 0; n < cap(answers); {
		for _, text := range []string{"{", "[]", `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}`} {
			if status := w.broken(t, one, text); status != http.StatusBadRequest {
				t.Errorf("%s: got status %d", text, status)
			}
		}
		if r := c.do(http.MethodPost, path+"?dryRun=All", "application/json", bad); r.status != http.StatusForbidden || !strings.Contains(r.message, "[unmounted-volume]") {
			t.Fatalf("after %d answers: got status %d: %s", n, r.status, r.message)
		}
		for waiting := true; waiting && n < cap(answers); {
			select {
			case err := <-answers:
				if n++; err != nil {
					t.Fatal(err)
				}
			default:
				waiting = false
			}
		}
	}
	for i, conn := range slow {
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != http.StatusRequestTimeout {
			t.Fatalf("slow client %d: got %v, %v; want status 408", i, resp, err)
		}
	}
	if used := held(w.cmd.Process.Pid); used > memoryOf {
		t.Errorf("got %d MiB, want %d at most", used>>20, memoryOf>>20)
	}
}

// hang opens connections on which reviews begin that never come to their end.
func (w *webhook) hang(t *testing.T, n int) (conns []*tls.Conn) {
	t.Helper()
	for range n {
		conn, err := tls.Dial("tcp", w.address, &tls.Config{InsecureSkipVerify: true})
		if err == nil {
			t.Cleanup(func() { _ = conn.Close() })
			_, err = io.WriteString(conn, "POST /validate?timeout=10s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
		}
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	return conns
}

// broken sends what is no review, and returns the status.
func (w *webhook) broken(t *testing.T, client *http.Client, text string) int {
	t.Helper()
	resp, err := client.Post("https://"+w.address+"/validate", "application/json", bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}
