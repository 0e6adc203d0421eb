package cluster_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// three is a pod of an app, a log shipper and a proxy, with a number that makes it another one than the last.
func three(n int) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: web-%[1]d, namespace: shop, labels: {app: web, number: "%[1]d"}}
spec:
  terminationGracePeriodSeconds: 30
  initContainers:
  - {name: setup, image: "registry.example.org/setup:1.2.3", command: [sh, -c, "cp /defaults/* /etc/web/"], volumeMounts: [{name: settings, mountPath: /etc/web}]}
  containers:
  - name: app
    image: registry.example.org/app:1.2.%[1]d
    args: [--port=8080, --log-file=/var/log/web/app.log]
    ports: [{name: http, containerPort: 8080}]
    env: [{name: DATABASE_URL, value: "postgres://localhost:5432/web"}]
    readinessProbe: {httpGet: {path: /ready, port: http}}
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
    volumeMounts: [{name: logs, mountPath: /var/log/web}, {name: settings, mountPath: /etc/web}]
  - name: shipper
    image: fluent/fluent-bit:3.1.4
    volumeMounts: [{name: logs, mountPath: /var/log/web, readOnly: true}]
  - name: proxy
    image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4
    args: [--port=5432, "project:region:db"]
  volumes: [{name: logs, emptyDir: {sizeLimit: 100Mi}}, {name: settings, emptyDir: {sizeLimit: 1Mi}}]
`, n)
}

// held is what a process holds in memory beside the pages of its program, in bytes; 0 where the system does not tell.
func held(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "RssAnon:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(fields[0], 10, 64)
	return kib << 10
}

// send sends reviews from several clients at once, and fails on the first that is not answered as wanted.
func send(w *webhook, clients, each int, body func(n int) []byte, client *http.Client) error {
	errs := make(chan error, clients)
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for i := range each {
				r, err := w.review(client, body(c*each+i))
				if err == nil && (r.UID != "u-1" || len(r.Warnings) > 0 && strings.Contains(r.Warnings[0], "could not judge")) {
					err = fmt.Errorf("got %+v", r)
				}
				if err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	return errors.Join(<-errs)
}

// memoryOf is the limit that the container of the printed manifests has, in bytes.
const memoryOf = 128 << 20

// TestLoad: 20,000 reviews of pods that all differ are answered, and the memory in use does not grow with their number. SIGTERM then ends the
// server with status 0.
func TestLoad(t *testing.T) {
	n := 20_000
	if testing.Short() {
		n = 3_200
	}
	w := serve(t, newPair(t, t.TempDir(), time.Now().Add(time.Hour)))
	bodies := make([][]byte, 200)
	for i := range bodies {
		bodies[i] = reviewOf(t, three(i))
	}
	body := func(i int) []byte {
		return []byte(strings.ReplaceAll(string(bodies[i%len(bodies)]), `web-`, fmt.Sprintf("web-%d-", i)))
	}
	client := direct(t)
	const clients, parts = 8, 4
	var used [parts]int64
	for part := range parts {
		if err := send(w, clients, n/clients/parts, func(i int) []byte { return body(part*n/parts + i) }, client); err != nil {
			t.Fatal(err)
		}
		used[part] = held(w.cmd.Process.Pid)
	}
	t.Logf("MiB in use after each quarter: %d %d %d %d", used[0]>>20, used[1]>>20, used[2]>>20, used[3]>>20)
	if slices.Max(used[:]) > memoryOf {
		t.Errorf("got %d MiB, want %d at most", slices.Max(used[:])>>20, memoryOf>>20)
	}
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-w.done; err != nil {
		t.Errorf("got %v", err)
	}
	if got := strings.Count(w.log.String(), `"msg":"review"`); got != n {
		t.Errorf("got %d reviews in the log, want %d", got, n)
	}
}

// TestEndsUnderLoad: SIGTERM while reviews come without pause loses none: each gets its answer, whatever protocol and connection it comes by, until
// those who send look at /readyz, as a Service does, and go elsewhere.
func TestEndsUnderLoad(t *testing.T) {
	w := serve(t, newPair(t, t.TempDir(), time.Now().Add(time.Hour)), "--shutdown-delay=5s")
	body := reviewOf(t, three(1))
	var answered atomic.Int64
	var unready atomic.Bool
	var all sync.WaitGroup
	for i := range 8 {
		client := direct(t)
		if i%2 == 0 { // half of them speak HTTP/1.1, on connections that stay open
			client.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}}
		}
		all.Go(func() {
			for !unready.Load() {
				r, err := w.review(client, body)
				if err != nil || r.UID != "u-1" {
					t.Errorf("after %d answers: %+v, %v", answered.Load(), r, err)
					return
				}
				answered.Add(1)
			}
		})
	}
	within(t, "reviews are answered", func() bool { return answered.Load() > 200 })
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for before := answered.Load(); !unready.Load() || answered.Load() < before+20; {
		if status, _ := w.get(t, "/readyz"); status != http.StatusOK && answered.Load() >= before+20 {
			unready.Store(true)
		}
	}
	all.Wait()
	if err := <-w.done; err != nil {
		t.Errorf("got %v", err)
	}
	if got := strings.Count(w.log.String(), `"msg":"review"`); int64(got) != answered.Load() {
		t.Errorf("%d reviews were judged and %d answered", got, answered.Load())
	}
}
