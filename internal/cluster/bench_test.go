package cluster_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// paced calls do so many times a second, whether those before have come to their end or not, and returns how long each took, sorted.
func paced(b *testing.B, rate, n int, do func(i int) error) []time.Duration {
	b.Helper()
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	var once sync.Once
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range n {
		due := <-tick.C
		all.Go(func() {
			if err := do(i); err != nil {
				once.Do(func() { b.Error(err) })
			}
			took[i] = time.Since(due)
		})
	}
	all.Wait()
	slices.Sort(took)
	return took
}

func tell(b *testing.B, w *webhook, took []time.Duration) {
	b.Helper()
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(.5), "ms-p50")
	b.ReportMetric(at(.99), "ms-p99")
	b.ReportMetric(at(1), "ms-max")
	b.ReportMetric(float64(held(w.cmd.Process.Pid)>>20), "MiB")
	b.ReportMetric(1000*w.spent(b)/float64(strings.Count(w.log.String(), `"msg":"review"`)), "cpu-ms/review")
	b.ReportMetric(0, "ns/op")
}

// spent is what the webhook has taken of processors since it was started, in seconds.
func (w *webhook) spent(t testing.TB) float64 {
	t.Helper()
	_, page := w.get(t, "/metrics")
	_, rest, _ := strings.Cut(page, "\nprocess_cpu_seconds_total ")
	text, _, _ := strings.Cut(rest, "\n")
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seconds
}

// BenchmarkReviews sends pods of three containers straight to the webhook.
func BenchmarkReviews(b *testing.B) {
	for _, rate := range []int{150, 300} {
		b.Run(fmt.Sprintf("%d_a_second", rate), func(b *testing.B) {
			w := serve(b, newPair(b, b.TempDir(), time.Now().Add(time.Hour)))
			client := direct(b)
			bodies := make([][]byte, 500)
			for i := range bodies {
				bodies[i] = reviewOf(b, three(i))
			}
			for b.Loop() {
				tell(b, w, paced(b, rate, 20*rate, func(i int) error {
					_, err := w.review(client, bodies[i%len(bodies)])
					return err
				}))
			}
		})
	}
}

// BenchmarkFlat sends 200,000 reviews straight to the webhook, from eight clients as fast as they are answered, and shows what it holds after each
// quarter.
func BenchmarkFlat(b *testing.B) {
	const n, clients, parts = 200_000, 8, 4
	w := serve(b, newPair(b, b.TempDir(), time.Now().Add(time.Hour)))
	client := direct(b)
	bodies := make([][]byte, 500)
	for i := range bodies {
		bodies[i] = reviewOf(b, three(i))
	}
	for b.Loop() {
		for part := range parts {
			err := send(w, clients, n/parts/clients, func(i int) []byte {
				return []byte(strings.Replace(string(bodies[i%len(bodies)]), "web-", fmt.Sprintf("web-%d-%d-", part, i), 1))
			}, client)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(held(w.cmd.Process.Pid)>>20), fmt.Sprintf("MiB-quarter-%d", part+1))
		}
		b.ReportMetric(1000*w.spent(b)/n, "cpu-ms/review")
	}
}

// BenchmarkThroughServer creates pods of three containers at a real API server, dry, which asks the webhook.
func BenchmarkThroughServer(b *testing.B) {
	c := start(b)
	p := newPair(b, b.TempDir(), time.Now().Add(time.Hour))
	w := serve(b, p, "--warn-only")
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"))
	c.ask(w, p)
	for _, rate := range []int{50, 100} {
		b.Run(fmt.Sprintf("%d_a_second", rate), func(b *testing.B) {
			for b.Loop() {
				tell(b, w, paced(b, rate, 20*rate, func(i int) error {
					path, _, data := c.object(three(i))
					r, err := c.try(http.MethodPost, path+"?dryRun=All", "application/json", data)
					if err == nil && r.status != http.StatusCreated {
						err = fmt.Errorf("status %d: %s", r.status, r.message)
					}
					return err
				}))
			}
		})
	}
}

// BenchmarkScan reads 20,000 pods in 500 namespaces.
func BenchmarkScan(b *testing.B) {
	c := start(b)
	config := c.kubeconfig(c.server.URL, c.server.CA)
	const namespaces, pods, clients = 500, 40, 8
	var all sync.WaitGroup
	for part := range clients {
		all.Go(func() {
			for ns := part; ns < namespaces; ns += clients {
				for i := range pods {
					path, _, data := c.object(pod(fmt.Sprintf("web-%d", i), fmt.Sprintf(", namespace: team-%d", ns), "unused"))
					if r, err := c.try(http.MethodPost, path, "application/json", data); err != nil || r.status != http.StatusCreated {
						b.Errorf("%v %s", err, r.message)
						return
					}
				}
			}
		})
	}
	all.Wait()
	for b.Loop() {
		cmd := podlint(b, "scan", "-A", "--kubeconfig", config, "--rule=unmounted-volume", "-o", "concise")
		out, _ := cmd.Output() // there are violations
		if len(out) == 0 || cmd.ProcessState.ExitCode() != 1 {
			b.Fatalf("%v: %.300s", cmd.ProcessState, out)
		}
		b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
		b.ReportMetric(float64(peak(cmd.ProcessState)>>20), "MiB-peak")
	}
}
