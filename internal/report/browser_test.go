package report

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/browser"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
)

// fleet is a result with violations of two rules in two files and workloads, and their pictures.
func fleet() (*lint.Result, Options) {
	res := &lint.Result{Sources: map[string][]byte{}}
	var opt Options
	for i, name := range []string{"web", "db"} {
		file := name + ".yaml"
		w := lint.Workload{Kind: "Deployment", Namespace: "shop", Name: name, File: file, Line: 1}
		res.Sources[file] = []byte("kind: Deployment\nspec:\n  " + strings.Repeat("x", 300*(1-i)) + "image: a\n")
		d := &picture.Drawing{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, File: file, Line: 1, Nodes: []picture.Node{{Kind: picture.Container, Name: "app", Class: "regular", Part: picture.App}}}
		for n, rule := range []string{"port-conflict", "unmounted-volume", "unmounted-volume"} {
			v := lint.Violation{
				Rule: rule, Severity: []string{"error", "warning", "warning"}[n], Message: fmt.Sprintf("number %d of %s", n, name), File: file, Workload: w, Confidence: "certain",
				Line: 3, Column: 3, EndLine: 3, EndColumn: 9, Fingerprint: sha256Hex(fmt.Sprint(name, n)), Documentation: "https://docs.example/" + rule,
			}
			res.Violations = append(res.Violations, v)
			d.Nodes[0].Pins = append(d.Nodes[0].Pins, picture.Pin{Severity: v.Severity, Rule: rule, Message: v.Message, Fingerprint: v.Fingerprint})
		}
		opt.Pictures = append(opt.Pictures, d)
	}
	res.Summary = count(res.Violations)
	return res, opt
}

// tab is a page of a report in a browser.
type tab struct {
	*browser.Page

	t    *testing.T
	ctx  context.Context //nolint:containedctx // one test's
	file string
}

func startBrowser(t *testing.T) (context.Context, *browser.Browser) {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(end)
	b, err := browser.Start(ctx)
	if reason, skip := browser.Skip(err); skip {
		t.Skip(reason)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return ctx, b
}

func openReport(ctx context.Context, t *testing.T, b *browser.Browser, res *lint.Result, opt Options, hash string, settings ...browser.Setting) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, render(t, HTML, res, opt), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := b.Open(ctx, "file://"+file+hash, settings...)
	if err != nil {
		t.Fatal(err)
	}
	return &tab{Page: p, t: t, ctx: ctx, file: file}
}

// eval runs a script and returns what it says.
func eval[T any](p *tab, script string) T {
	p.t.Helper()
	var out T
	if err := p.Eval(p.ctx, script, &out); err != nil {
		p.t.Fatalf("%s: %v; troubles: %.500v", script, err, p.Troubles())
	}
	return out
}

// harmless demands that the page has no trouble and has asked for nothing but itself.
func (p *tab) harmless() {
	p.t.Helper()
	eval[any](p, "new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
	if said := p.Troubles(); len(said) > 0 {
		p.t.Errorf("the page has troubles: %.500v", said)
	}
	for _, address := range p.Asked() {
		if !strings.HasPrefix(address, "file://"+p.file) {
			p.t.Errorf("the page asks for %s", address)
		}
	}
}

const (
	visibleMessages = `[...document.querySelectorAll("article")].filter(a => a.getClientRects().length).map(a => a.querySelector("h3").textContent)`
	headings        = `[...document.querySelectorAll("#list h2")].filter(h => h.getClientRects().length).map(h => h.textContent)`
	// openAll opens what is closed, and waits until the page has seen it.
	openAll = `(async () => {
  for (const d of document.querySelectorAll("details:not([open])")) await new Promise(done => { d.addEventListener("toggle", () => setTimeout(done), { once: true }); d.open = true; });
})()`
	// spills is a script that lists what is wider than the page, or sticks out of its violation, but for what scrolls by itself.
	spills = `(() => {
  const bad = [];
  if (document.documentElement.scrollWidth > innerWidth) bad.push("the page is " + document.documentElement.scrollWidth + " wide in " + innerWidth);
  for (const e of document.querySelectorAll("article, header, details")) {
    const whole = e.getBoundingClientRect();
    for (const part of e.querySelectorAll("h3, h3 *, p, p *, pre, form, input, select, button, summary, .picture")) {
      const r = part.getBoundingClientRect();
      if (r.width && (r.left < whole.left - 1 || r.right > whole.right + 1 || r.bottom > whole.bottom + 1)) bad.push(part.tagName + " " + part.textContent.slice(0, 40) + " sticks out");
    }
    const rows = [...e.children].filter(c => c.getClientRects().length).map(c => c.getBoundingClientRect());
    for (let i = 1; i < rows.length; i++) if (e.tagName === "ARTICLE" && rows[i].top < rows[i - 1].bottom - 1) bad.push("a line lies on another one in " + e.textContent.slice(0, 60));
  }
  return bad;
})()`
)

func set(name, value string) string {
	return fmt.Sprintf(`(() => { const e = document.querySelector("[name=%s]"); e.value = %q; e.dispatchEvent(new Event("input", { bubbles: true })); })()`, name, value)
}

// TestReportFilters: severities, rule and search leave what they name, and the heading of a file goes with its violations.
func TestReportFilters(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	p := openReport(ctx, t, b, res, opt, "")
	want := func(what string, messages ...string) {
		t.Helper()
		if diff := cmp.Diff(messages, eval[[]string](p, visibleMessages), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	all := []string{"error number 0 of web", "warning number 1 of web", "warning number 2 of web", "error number 0 of db", "warning number 1 of db", "warning number 2 of db"}
	want("at first", all...)
	eval[any](p, `document.querySelector("[value=warning]").click()`)
	want("without warnings", all[0], all[3])
	eval[any](p, set("q", "OF db"))
	want("with db", all[3])
	if got := eval[[]string](p, headings); !cmp.Equal(got, []string{"db.yaml"}) {
		t.Errorf("headings %q", got)
	}
	if got := eval[string](p, `document.getElementById("shown").textContent`); got != "1 of 6 shown" {
		t.Errorf("got %q", got)
	}
	eval[any](p, `new Promise(done => { document.querySelector("[type=reset]").click(); setTimeout(() => setTimeout(done)); })`)
	want("after a reset", all...)
	eval[any](p, set("r", "port-conflict"))
	want("of one rule", all[0], all[3])
	eval[any](p, set("r", ""))
	eval[any](p, set("q", "<script>"))
	want("of nothing")
	p.harmless()
}

// TestReportGroups: by rule the frequent one comes first, by workload its picture comes along.
func TestReportGroups(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	p := openReport(ctx, t, b, res, opt, "")
	for _, tt := range []struct {
		by       string
		headings []string
		pictures int // within the list
	}{
		{"r", []string{"unmounted-volume", "port-conflict"}, 0},
		{"w", []string{"Deployment shop/web", "Deployment shop/db"}, 2},
		{"f", []string{"web.yaml", "db.yaml"}, 0},
	} {
		eval[any](p, set("by", tt.by))
		if got := eval[[]string](p, headings); !cmp.Equal(got, tt.headings) {
			t.Errorf("by %s: got %q, want %q", tt.by, got, tt.headings)
		}
		if n := eval[int](p, `document.querySelectorAll("#list details").length`); n != tt.pictures {
			t.Errorf("by %s: %d pictures in the list, want %d", tt.by, n, tt.pictures)
		}
		if n := len(eval[[]string](p, visibleMessages)); n != 6 {
			t.Errorf("by %s: %d violations are left", tt.by, n)
		}
	}
	p.harmless()
}

// TestReportLinks: an address leads to its violation, also when a filter hides it, and to a picture, which opens.
func TestReportLinks(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	last := res.Violations[5].Fingerprint
	p := openReport(ctx, t, b, res, opt, "#"+last)
	inSight := fmt.Sprintf(`(() => { const r = document.getElementById(%q).getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.top < innerHeight; })()`, last)
	if !eval[bool](p, inSight) {
		t.Error("the violation is out of sight")
	}
	if got := eval[string](p, `document.querySelector(":target h3").textContent`); got != "warning number 2 of db" {
		t.Errorf("the target is %q", got)
	}
	eval[any](p, `location.hash = ""`)
	eval[any](p, set("q", "web"))
	eval[any](p, fmt.Sprintf(`new Promise(done => { addEventListener("hashchange", () => setTimeout(done)); location.hash = %q; })`, last))
	if !eval[bool](p, inSight) {
		t.Error("the violation stays hidden")
	}
	eval[any](p, `new Promise(done => { addEventListener("hashchange", () => setTimeout(done)); document.querySelector("article:last-of-type .about a[href^='#picture']").click(); })`)
	if !eval[bool](p, `document.querySelector("details:target").open && document.querySelector("details:target svg").getBoundingClientRect().height > 0`) {
		t.Error("the picture stays closed")
	}
	p.harmless()
}

// settle waits until the page is drawn.
const settle = "(async () => { for (let i = 0; i < 30; i++) await new Promise(done => requestAnimationFrame(done)); })()"

// TestReportLinksUnderTheHeader: what an address names is in sight below the header, also on a long page whose parts get their heights when they
// are seen.
func TestReportLinksUnderTheHeader(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	few := res.Violations
	for i := range 60 {
		for _, v := range few {
			v.Fingerprint, v.File = sha256Hex(fmt.Sprint(v.Fingerprint, i)), fmt.Sprintf("%02d-%s", i, v.File)
			res.Violations = append(res.Violations, v)
		}
	}
	for range 4 {
		opt.Pictures = append(opt.Pictures, opt.Pictures[0])
	}
	for name, id := range map[string]string{"a picture": "picture-2", "a violation": res.Violations[200].Fingerprint} {
		t.Run(name, func(t *testing.T) {
			p := openReport(ctx, t, b, res, opt, "#"+id)
			eval[any](p, settle)
			got := eval[[]float64](p, `[document.querySelector("header").getBoundingClientRect().bottom, document.querySelector(":target").getBoundingClientRect().top, innerHeight]`)
			if got[1] < got[0] || got[1] > got[2] {
				t.Errorf("the header ends at %v, and what the address names is at %v of %v", got[0], got[1], got[2])
			}
			p.harmless()
		})
	}
}

// TestReportPrints: on paper there are no controls, and the pictures are open.
func TestReportPrints(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	p := openReport(ctx, t, b, res, opt, "")
	if n := eval[int](p, `document.querySelectorAll("details[open]").length`); n != 0 {
		t.Errorf("%d pictures are open before", n)
	}
	pdf, err := p.Print(ctx)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%v, %.20q", err, pdf)
	}
	if n := eval[int](p, `document.querySelectorAll("details[open] svg").length`); n != 2 {
		t.Errorf("%d pictures are open, want both", n)
	}
	if err := p.Call(ctx, browser.Setting{Method: "Emulation.setEmulatedMedia", Params: map[string]any{"media": "print"}}); err != nil {
		t.Fatal(err)
	}
	if eval[bool](p, `document.getElementById("filter").getClientRects().length > 0`) {
		t.Error("the controls are printed")
	}
	p.harmless()
}

// TestReportWithoutScripts: everything is there, and no control that does nothing.
func TestReportWithoutScripts(t *testing.T) {
	ctx, b := startBrowser(t)
	res, opt := fleet()
	p := openReport(ctx, t, b, res, opt, "", browser.Setting{Method: "Emulation.setScriptExecutionDisabled", Params: map[string]any{"value": true}})
	if n := len(eval[[]string](p, visibleMessages)); n != 6 {
		t.Errorf("%d violations, want all", n)
	}
	if eval[bool](p, `document.getElementById("filter").getClientRects().length > 0`) {
		t.Error("there are controls")
	}
	if n := eval[int](p, `[...document.querySelectorAll("details")].filter(d => { d.open = true; return d.querySelector("svg").getBoundingClientRect().height > 0; }).length`); n != 2 {
		t.Errorf("%d pictures, want both", n)
	}
}

// TestReportInPlace: nothing is cut off or lies on something else, in a wide window and a narrow one, in both themes, whatever things are
// called, and nothing of what they are called is done.
func TestReportInPlace(t *testing.T) {
	ctx, b := startBrowser(t)
	pages := map[string]func() (*lint.Result, Options){
		"fleet":   fleet,
		"awkward": func() (*lint.Result, Options) { return awkward(), awkwardOptions() },
		"long":    func() (*lint.Result, Options) { return called(strings.Repeat("long-", 60)) },
	}
	for i, text := range htmlTexts {
		pages[fmt.Sprint("hostile ", i)] = func() (*lint.Result, Options) { return called(text) }
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			res, opt := page()
			p := openReport(ctx, t, b, res, opt, "", browser.Dark())
			for _, width := range []int{1280, 420} {
				if err := p.Call(ctx, browser.Setting{Method: "Emulation.setDeviceMetricsOverride", Params: map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}}); err != nil {
					t.Fatal(err)
				}
				eval[any](p, openAll)
				if n, want := eval[int](p, `document.querySelectorAll("details svg").length`), eval[int](p, `document.querySelectorAll("#pictures details").length`); n != want {
					t.Fatalf("%d pictures are drawn, want %d", n, want)
				}
				var bad []string
				for tries := 10; tries > 0; tries-- {
					eval[any](p, settle) // a busy machine lays a page out later than it is asked for it
					if bad = append(eval[[]string](p, spills), eval[[]string](p, browser.Overlaps)...); len(bad) == 0 {
						break
					}
				}
				if len(bad) > 0 {
					t.Errorf("%d wide: %d are not in their place:\n%s", width, len(bad), strings.Join(bad[:min(len(bad), 10)], "\n"))
				}
			}
			if n := eval[int](p, `document.querySelectorAll("body *[onclick], body script[src], body img, body iframe, body svg script").length`); n != 0 {
				t.Errorf("%d elements that podlint does not write", n)
			}
			p.harmless()
		})
	}
}
