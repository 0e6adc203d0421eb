package picture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/browser"
)

// opened is a page with a text, in a browser; a test without one is skipped.
func opened(ctx context.Context, t *testing.T, b *browser.Browser, name, text string, settings ...browser.Setting) *browser.Page {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := b.Open(ctx, "file://"+file, settings...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func started(t *testing.T) (context.Context, *browser.Browser) {
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

// TestInABrowser: in a real browser no text of a picture lies on another one or is cut off, whatever things are called, and nothing that a
// text says is done.
func TestInABrowser(t *testing.T) {
	ctx, b := started(t)
	all := []*Drawing{shop()}
	for _, text := range hostileTexts {
		all = append(all, hostile(text))
	}
	for seed := range uint64(40) {
		all = append(all, random(rand.New(rand.NewPCG(seed, 9))))
	}
	for name, text := range map[string]string{"a.html": written(t, "html", all...), "a.svg": written(t, "svg", all...)} {
		for theme, settings := range map[string][]browser.Setting{"light": nil, "dark": {browser.Dark()}} {
			t.Run(name+" "+theme, func(t *testing.T) {
				p := opened(ctx, t, b, name, text, settings...)
				var bad []string
				if err := p.Eval(ctx, browser.Overlaps, &bad); err != nil {
					t.Fatal(err)
				}
				if len(bad) > 0 {
					t.Errorf("%d texts are not in their place:\n%s", len(bad), strings.Join(bad[:min(len(bad), 20)], "\n"))
				}
				var n int
				if err := p.Eval(ctx, `document.querySelectorAll("svg text").length`, &n); err != nil || n < 1000 {
					t.Errorf("%d texts, %v: want a thousand at least", n, err)
				}
				checkHarmless(ctx, t, p)
			})
		}
	}
}

// TestThemes: a picture is dark where its reader likes it dark, and every text can be told from what it stands on.
func TestThemes(t *testing.T) {
	ctx, b := started(t)
	for theme, settings := range map[string][]browser.Setting{"light": nil, "dark": {browser.Dark()}} {
		p := opened(ctx, t, b, "a.svg", written(t, "svg", shop()), settings...)
		var faint []string
		if err := p.Eval(ctx, contrasts, &faint); err != nil {
			t.Fatal(err)
		}
		if len(faint) > 0 {
			t.Errorf("%s: too little contrast: %v", theme, faint)
		}
		var page string
		if err := p.Eval(ctx, `getComputedStyle(document.querySelector(".page")).fill`, &page); err != nil {
			t.Fatal(err)
		}
		if dark := page == "rgb(13, 17, 23)"; dark != (theme == "dark") {
			t.Errorf("%s: the page is %s", theme, page)
		}
	}
}

// contrasts is a script that lists the texts whose contrast to their box, or to the frame, is below what WCAG asks for (4.5).
const contrasts = `(() => {
  const light = s => { const c = s.match(/[\d.]+/g).slice(0, 3).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
  const faint = [];
  for (const t of document.querySelectorAll("text")) {
    const below = t.parentNode.querySelector(":scope > rect.box") || document.querySelector(".frame");
    const a = light(getComputedStyle(t).fill), b = light(getComputedStyle(below).fill);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(t.textContent + " " + ratio.toFixed(2));
  }
  return faint;
})()`

func checkHarmless(ctx context.Context, t *testing.T, p *browser.Page) {
	t.Helper()
	if err := p.Eval(ctx, "new Promise(done => requestAnimationFrame(() => setTimeout(done)))", nil); err != nil {
		t.Fatal(err)
	}
	if said := p.Troubles(); len(said) > 0 {
		t.Errorf("the page has troubles: %.500s", fmt.Sprint(said))
	}
	for _, address := range p.Asked() {
		if !strings.HasPrefix(address, "file://") {
			t.Errorf("the page asks for %s", address)
		}
	}
	if n := len(p.Asked()); n != 1 {
		t.Errorf("the page asks for %d files, want itself alone: %v", n, p.Asked())
	}
}
