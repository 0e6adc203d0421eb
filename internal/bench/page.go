package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/browser"
)

// pageWorkloads is how many copies of the example's workloads have some 2,000 violations.
const pageWorkloads = 290

// page writes a report of some 2,000 violations in HTML and times how long a browser takes to open it: from the call until the page is
// loaded, its script has run and the first frame is drawn.
func (b *bench) page(ctx context.Context) error {
	text, err := os.ReadFile(filepath.Join("testdata", "example", "shop.yaml"))
	if err != nil {
		return err
	}
	manifests := filepath.Join(b.dir, "manifests")
	if err := os.Mkdir(manifests, 0o700); err != nil {
		return err
	}
	for i := range pageWorkloads {
		copied := strings.ReplaceAll(string(text), "namespace: shop", fmt.Sprintf("namespace: shop-%03d", i))
		if err := os.WriteFile(filepath.Join(manifests, fmt.Sprintf("shop-%03d.yaml", i)), []byte(copied), 0o600); err != nil {
			return err
		}
	}
	report := filepath.Join(b.dir, "report.html")
	lint := exec.CommandContext(ctx, b.podlint, "lint", "-o", "html="+report, "-o", "text", "--statistics", manifests)
	begin := time.Now()
	out, err := lint.Output()
	if exit := new(exec.ExitError); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return fmt.Errorf("lint: %w", err)
	}
	fmt.Printf("podlint lint -o html: %v\n%s", time.Since(begin).Round(time.Millisecond), out[strings.LastIndexByte(strings.TrimRight(string(out), "\n"), '\n')+1:])
	info, err := os.Stat(report)
	if err != nil {
		return err
	}
	fmt.Printf("report.html: %.1f MB\n", float64(info.Size())/(1<<20))
	return b.open(ctx, report)
}

func (b *bench) open(ctx context.Context, report string) error {
	window, err := browser.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = window.Close() }() // what counts was printed
	var times []time.Duration
	for range b.runs {
		begin := time.Now()
		tab, err := window.Open(ctx, "file://"+report)
		if err != nil {
			return err
		}
		var shown string
		if err := tab.Eval(ctx, `new Promise(done => requestAnimationFrame(() => setTimeout(() => done(document.getElementById("shown").textContent))))`, &shown); err != nil {
			return err
		}
		times = append(times, time.Since(begin))
		if err := tab.Close(ctx); err != nil {
			return err
		}
		fmt.Printf("opened in %v: %s\n", times[len(times)-1].Round(time.Millisecond), shown)
	}
	slices.Sort(times)
	fmt.Printf("median %v, wanted below 2s\n", times[len(times)/2].Round(time.Millisecond))
	return nil
}
