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

// tell shows how long reviews took, and what the webhook took for them.
func tell(b *testing.B, w *webhook, all func() []time.Duration) {
	b.Helper()
	before := w.spent(b)
	took := all()
	b.ReportMetric(1000*(w.spent(b)-before)/float64(len(took)), "cpu-ms/review")
	b.ReportMetric(float64(held(w.cmd.Process.Pid)>>20), "MiB")
	percentiles(b, "", took)
}

// percentiles shows what half of all took at most, and 99 of 100. of is what they are of.
func percentiles(b *testing.B, of string, took []time.Duration) {
	b.Helper()
	for share, name := range map[float64]string{.5: "p50", .99: "p99", 1: "max"} {
		b.ReportMetric(float64(took[int(share*float64(len(took)-1))].Microseconds())/1000, "ms-"+name+of)
	}
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
				tell(b, w, func() []time.Duration {
					return paced(b, rate, 20*rate, func(i int) error {
						_, err := w.review(client, bodies[i%len(bodies)])
						return err
					})
				})
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
	before := w.spent(b)
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
		b.ReportMetric(1000*(w.spent(b)-before)/n, "cpu-ms/review")
	}
}

// BenchmarkThroughServer creates pods of three containers at a real API server, dry: without a webhook, and with podlint behind it. What the
// webhook adds is how long it took to judge, as it says itself, and how long the server waited for it in the mean, as the server says.
func BenchmarkThroughServer(b *testing.B) {
	c := start(b)
	p := newPair(b, b.TempDir(), time.Now().Add(time.Hour))
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"))
	for _, rate := range []int{50, 100} {
		c.of(b) // no webhook
		b.Run(fmt.Sprintf("%d_a_second,_without", rate), func(b *testing.B) {
			c.createDry(b, rate) // a server that was just started has work of its own
			for b.Loop() {
				percentiles(b, "", c.createDry(b, rate))
			}
		})
		w := serve(b, p, "--warn-only")
		c.ask(w, p)
		b.Run(fmt.Sprintf("%d_a_second", rate), func(b *testing.B) {
			c.createDry(b, rate)
			for b.Loop() {
				before := len(w.judged(b))
				waited, asked := c.waited(b)
				tell(b, w, func() []time.Duration { return c.createDry(b, rate) })
				sum, count := c.waited(b)
				b.ReportMetric(1000*(sum-waited)/(count-asked), "ms-server-waits")
				took := w.judged(b)[before:]
				slices.Sort(took)
				percentiles(b, "-judged", took)
			}
		})
	}
}

// createDry creates pods at a rate, for 20 seconds.
func (c *cluster) createDry(b *testing.B, rate int) []time.Duration {
	b.Helper()
	bodies, path := make([][]byte, 500), ""
	for i := range bodies {
		path, _, bodies[i] = c.object(three(i))
	}
	return paced(b, rate, 20*rate, func(i int) error {
		r, err := c.try(http.MethodPost, path+"?dryRun=All", "application/json", bodies[i%len(bodies)])
		if err == nil && r.status != http.StatusCreated {
			err = fmt.Errorf("status %d: %s", r.status, r.message)
		}
		return err
	})
}

// waited is for how many seconds the API server has waited for webhooks, and how often.
func (c *cluster) waited(b *testing.B) (seconds, times float64) {
	b.Helper()
	r := c.do(http.MethodGet, "/metrics", "application/json", nil)
	for line := range strings.Lines(string(r.body)) {
		rest, of := strings.CutPrefix(line, "apiserver_admission_webhook_admission_duration_seconds_")
		name, labels, _ := strings.Cut(rest, "{")
		if !of || name == "bucket" {
			continue
		}
		_, text, _ := strings.Cut(labels, "} ")
		value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			b.Fatal(err)
		}
		if name == "sum" {
			seconds += value
		} else {
			times += value
		}
	}
	return seconds, times
}

// judged is how long each review took so far, as the log says.
func (w *webhook) judged(b *testing.B) []time.Duration {
	b.Helper()
	var out []time.Duration
	for line := range strings.Lines(w.log.String()) {
		_, rest, of := strings.Cut(line, `"duration_ms":`)
		if !of {
			continue
		}
		text, _, _ := strings.Cut(rest, "}")
		ms, err := strconv.ParseFloat(text, 64)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, time.Duration(ms*float64(time.Millisecond)))
	}
	return out
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
	for name, args := range map[string][]string{"one_rule": {"--rule=unmounted-volume"}, "all_rules": nil} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				cmd := podlint(b, append([]string{"scan", "-A", "--kubeconfig", config, "-o", "concise"}, args...)...)
				out, _ := cmd.Output() // there are violations
				if len(out) == 0 || cmd.ProcessState.ExitCode() != 1 {
					b.Fatalf("%v: %.300s", cmd.ProcessState, out)
				}
				b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
				b.ReportMetric(float64(peak(cmd.ProcessState)>>20), "MiB-peak")
			}
		})
	}
}
