package admission_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/podlint/podlint/internal/admission"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

func post(s *admission.Server, kind string, body []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/validate?timeout=10s", bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	s.Handler().ServeHTTP(w, r)
	return w
}

// TestVerdicts: what denies, what is a warning and what is not looked at.
func TestVerdicts(t *testing.T) {
	broken, minor := violation("error", "broken"), violation("warning", "minor")
	doubt := violation("info", "maybe")
	doubt.Doubt = true
	owned := `,"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"1","controller":true}]`
	stranger := strings.ReplaceAll(owned, "ReplicaSet", "Machine")
	pod := podJSON("a:1", "")
	for name, tt := range map[string]struct {
		failOn   string
		finds    []lint.Violation
		review   *admissionv1.AdmissionReview
		opt      admission.Options
		denied   bool
		warnings int
	}{
		"nothing found":               {failOn: "warning", review: review("CREATE", pod, "")},
		"denied":                      {failOn: "warning", finds: []lint.Violation{broken, minor}, review: review("CREATE", pod, ""), denied: true},
		"denied and warned":           {failOn: "error", finds: []lint.Violation{broken, minor}, review: review("CREATE", pod, ""), denied: true, warnings: 1},
		"warned":                      {failOn: "error", finds: []lint.Violation{minor}, review: review("CREATE", pod, ""), warnings: 1},
		"never denied":                {failOn: "never", finds: []lint.Violation{broken}, review: review("CREATE", pod, ""), warnings: 1},
		"warn only":                   {failOn: "warning", finds: []lint.Violation{broken}, review: review("CREATE", pod, ""), opt: admission.Options{WarnOnly: true}, warnings: 1},
		"a doubt never denies":        {failOn: "info", finds: []lint.Violation{doubt}, review: review("CREATE", pod, ""), warnings: 1},
		"an update":                   {failOn: "error", finds: []lint.Violation{broken}, review: review("UPDATE", podJSON("a:2", ""), pod), denied: true},
		"an update of labels":         {failOn: "error", finds: []lint.Violation{broken}, review: review("UPDATE", podJSON("a:1", `,"labels":{"a":"b"}`), pod)},
		"a suppression taken off":     {failOn: "error", finds: []lint.Violation{broken}, review: review("UPDATE", pod, podJSON("a:1", `,"annotations":{"ignore.podlint.dev/broken":"why"}`)), denied: true},
		"an update of a deleted one":  {failOn: "error", finds: []lint.Violation{broken}, review: review("UPDATE", podJSON("a:2", `,"deletionTimestamp":"2026-01-01T00:00:00Z"`), pod)},
		"a deletion":                  {failOn: "error", finds: []lint.Violation{broken}, review: review("DELETE", "", pod)},
		"a pod of a controller":       {failOn: "error", finds: []lint.Violation{broken}, review: review("CREATE", podJSON("a:1", owned), "")},
		"a pod of an unknown one":     {failOn: "error", finds: []lint.Violation{broken}, review: review("CREATE", podJSON("a:1", stranger), ""), denied: true},
		"an owner that is no control": {failOn: "error", finds: []lint.Violation{broken}, review: review("CREATE", podJSON("a:1", strings.ReplaceAll(owned, "true", "false")), ""), denied: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := post(newServer(t, says(tt.failOn, tt.finds...), tt.opt), "application/json", marshal(t, tt.review))
			if w.Code != http.StatusOK {
				t.Fatalf("got status %d: %s", w.Code, w.Body)
			}
			got := answerOf(t, w.Body)
			if got.Allowed == tt.denied || len(got.Warnings) != tt.warnings {
				t.Errorf("got allowed %t and warnings %q, want denied %t and %d warnings", got.Allowed, got.Warnings, tt.denied, tt.warnings)
			}
			if tt.denied && (got.Result == nil || got.Result.Code != http.StatusForbidden || !strings.Contains(got.Result.Message, `error: container "app" is wrong`)) {
				t.Errorf("got %+v", got.Result)
			}
		})
	}
}

// TestSubresources: what changes no pod is not judged; a container that is added to a running one is.
func TestSubresources(t *testing.T) {
	s := newServer(t, says("error", violation("error", "broken")), admission.Options{})
	for sub, want := range map[string]bool{"": false, "ephemeralcontainers": false, "resize": false, "status": true, "scale": true, "binding": true} {
		r := review("UPDATE", podJSON("a:2", ""), podJSON("a:1", ""))
		r.Request.SubResource = sub
		if got := answerOf(t, post(s, "application/json", marshal(t, r)).Body); got.Allowed != want {
			t.Errorf("%q: got allowed %t", sub, got.Allowed)
		}
	}
}

// TestMalformed: what is no review gets a status and one line, and nothing is judged.
func TestMalformed(t *testing.T) {
	asked := 0
	s := newServer(t, func(context.Context, admission.Object) (*admission.Judgement, error) {
		asked++
		return nil, errors.New("asked")
	}, admission.Options{})
	good := string(marshal(t, review("CREATE", podJSON("a:1", ""), "")))
	for name, tt := range map[string]struct {
		kind, body string
		status     int
		says       string
	}{
		"no JSON":         {"application/json", "secret: {", 400, "no JSON at byte 1"},
		"cut off":         {"application/json", good[:len(good)/2], 400, "no JSON at byte"},
		"another type":    {"application/json", `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":7}}`, 400, "request.uid has another type"},
		"a list":          {"application/json", `[]`, 400, "read the review: it has another type than"},
		"another version": {"application/json", strings.Replace(good, "admission.k8s.io/v1", "admission.k8s.io/v1beta1", 1), 400, "want an AdmissionReview of admission.k8s.io/v1"},
		"no request":      {"application/json", `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}`, 400, "no request"},
		"no uid":          {"application/json", strings.Replace(good, "u-1", "", 1), 400, "no uid"},
		"empty":           {"application/json", "", 400, "no JSON"},
		"YAML":            {"application/yaml", "a: b", 415, "application/json"},
		"too large":       {"application/json", `{"a":"` + strings.Repeat("a", 16<<20) + `"}`, 413, "at most 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			w := post(s, tt.kind, []byte(tt.body))
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) || strings.Count(w.Body.String(), "\n") != 1 || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("got status %d: %s", w.Code, w.Body)
			}
		})
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/validate", nil))
	if w.Code != http.StatusMethodNotAllowed || asked != 0 {
		t.Errorf("GET: got status %d, asked %d times", w.Code, asked)
	}
}

// TestUnjudged: an object of which not everything is known is let through with a warning, or denied.
func TestUnjudged(t *testing.T) {
	hangs := func(ctx context.Context, _ admission.Object) (*admission.Judgement, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	deaf := func(context.Context, admission.Object) (*admission.Judgement, error) { select {} }
	for name, judge := range map[string]admission.Judge{
		"hangs": hangs, "does not heed the end": deaf,
		"fails":  func(context.Context, admission.Object) (*admission.Judgement, error) { return nil, errors.New("no") },
		"panics": func(context.Context, admission.Object) (*admission.Judgement, error) { panic("no") },
		"in parts": func(context.Context, admission.Object) (*admission.Judgement, error) {
			return &admission.Judgement{Result: &lint.Result{Errors: []lint.Error{{Message: "no"}}}}, nil
		},
	} {
		for _, tt := range []struct {
			opt     admission.Options
			allowed bool
		}{{admission.Options{}, true}, {admission.Options{Deny: true}, false}, {admission.Options{Deny: true, WarnOnly: true}, true}} {
			tt.opt.Budget = 20 * time.Millisecond
			got := answerOf(t, post(newServer(t, judge, tt.opt), "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Body)
			told := strings.Join(got.Warnings, "")
			if got.Result != nil {
				told += got.Result.Message
			}
			if got.Allowed != tt.allowed || !strings.HasPrefix(told, "podlint could not judge this object: ") {
				t.Errorf("%s, %+v: got allowed %t, %q", name, tt.opt, got.Allowed, told)
			}
		}
	}
}

// TestServerWaitsLess: the API server says how long it waits, and the answer comes before.
func TestServerWaitsLess(t *testing.T) {
	var left time.Duration
	s := newServer(t, func(ctx context.Context, _ admission.Object) (*admission.Judgement, error) {
		until, _ := ctx.Deadline()
		left = time.Until(until)
		return &admission.Judgement{Result: &lint.Result{}}, nil
	}, admission.Options{Budget: time.Hour})
	answerOf(t, post(s, "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Body)
	if left <= 0 || left > 9*time.Second {
		t.Errorf("got %v of the 10 s that the server waits", left)
	}
}

// TestElsewhere: where the path leads through another object than the one of the request, the place names it, and no field of the request's own is blamed.
func TestElsewhere(t *testing.T) {
	v := violation("error", "rule")
	v.Object, v.Path = "Service/shop/web", manifest.Path{"spec", "ports", 0}
	body := marshal(t, review("CREATE", podJSON("a:1", ""), ""))
	warned := answerOf(t, post(newServer(t, says("never", v), admission.Options{}), "application/json", body).Body)
	denied := answerOf(t, post(newServer(t, says("error", v), admission.Options{}), "application/json", body).Body)
	for _, text := range []string{warned.Warnings[0], denied.Result.Message} {
		if !strings.Contains(text, " (Service/shop/web spec.ports[0]) [rule]") {
			t.Errorf("got %q", text)
		}
	}
	if got := denied.Result.Details.Causes[0].Field; got != "" {
		t.Errorf("got the field %q", got)
	}
}

// TestLimitsOfWarnings: the API server cuts warnings of more than 256 characters where all have more than 4096, and drops what is beyond.
func TestLimitsOfWarnings(t *testing.T) {
	var all []lint.Violation
	for i := range 100 {
		v := violation([]string{"info", "warning", "error"}[i%3], "rule")
		v.Message = strings.Repeat("ä", 10+5*i) + "\n\x1b[2J"
		all = append(all, v)
	}
	got := answerOf(t, post(newServer(t, says("never", all...), admission.Options{}), "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Body)
	total := 0
	for i, w := range got.Warnings {
		total += utf8.RuneCountInString(w)
		last := i == len(got.Warnings)-1
		if utf8.RuneCountInString(w) > 256 || strings.ContainsAny(w, "\n\x1b") || !last && !strings.HasSuffix(w, " [rule] https://example.org/rule") {
			t.Errorf("got %q", w)
		}
	}
	if total > 4096 || !strings.HasPrefix(got.Warnings[0], "error: ") || !strings.HasPrefix(got.Warnings[len(got.Warnings)-1], "podlint: ") {
		t.Errorf("got %d characters in %d warnings, the last of which is %q", total, len(got.Warnings), got.Warnings[len(got.Warnings)-1])
	}
	denied := answerOf(t, post(newServer(t, says("info", all...), admission.Options{}), "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Body)
	if len(denied.Result.Message) > 4200 || !strings.HasSuffix(denied.Result.Message, " more") {
		t.Errorf("got a message of %d bytes", len(denied.Result.Message))
	}
}

// TestLogHoldsNoContents: what an object holds is nobody's who reads logs, and a dry run is logged as one.
func TestLogHoldsNoContents(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, says("error", violation("error", "broken")), admission.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	r := review("CREATE", podJSON("secret:1", `,"annotations":{"a":"secret"}`), "")
	yes := true
	r.Request.DryRun = &yes
	answerOf(t, post(s, "application/json", marshal(t, r)).Body)
	post(s, "application/json", []byte(`{"secret":`))
	for _, want := range []string{`"verdict":"denied"`, `"dry_run":true`, `"rules":["broken"]`, `"name":"web"`, `"namespace":"shop"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("want %s in\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "secret") {
		t.Errorf("got\n%s", &log)
	}
}

// TestLargeObject: what no cluster stores is not judged, and of what is large one object at a time.
func TestLargeObject(t *testing.T) {
	var now atomic.Int64
	s := newServer(t, func(_ context.Context, o admission.Object) (*admission.Judgement, error) {
		if len(o.Data) > 128<<10 && now.Add(1) > 1 {
			return nil, errors.New("two at once")
		}
		runtime.Gosched()
		now.Add(-1)
		return &admission.Judgement{Result: &lint.Result{}}, nil
	}, admission.Options{})
	warnings := make(chan []string)
	const n = 50
	for range n {
		go func() {
			body := marshal(t, review("CREATE", podJSON(strings.Repeat("a", 200<<10), ""), ""))
			warnings <- answerOf(t, post(s, "application/json", body).Body).Warnings
		}()
	}
	for range n {
		if w := <-warnings; len(w) > 0 {
			t.Error(w)
		}
	}
	got := answerOf(t, post(s, "application/json", marshal(t, review("CREATE", podJSON(strings.Repeat("a", 3<<20), ""), ""))).Body)
	if want := "podlint could not judge this object: it has more than 1 MiB"; !got.Allowed || len(got.Warnings) != 1 || got.Warnings[0] != want {
		t.Errorf("got %t, %q", got.Allowed, got.Warnings)
	}
}

// TestTurns: no more objects are judged at once than there are turns, whatever comes.
func TestTurns(t *testing.T) {
	var now, most atomic.Int64
	s := newServer(t, func(context.Context, admission.Object) (*admission.Judgement, error) {
		n := now.Add(1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			continue
		}
		defer now.Add(-1)
		return &admission.Judgement{Result: &lint.Result{}}, nil
	}, admission.Options{})
	done := make(chan bool)
	const n = 500
	for range n {
		go func() {
			done <- post(s, "application/json", marshal(t, review("CREATE", podJSON("a:1", ""), ""))).Code == http.StatusOK
		}()
	}
	for range n {
		if !<-done {
			t.Error("a review got no answer")
		}
	}
	if limit := s.Turns(); most.Load() > int64(limit) {
		t.Errorf("got %d at once, want %d at most", most.Load(), limit)
	}
}
