package main

import (
	"cmp"
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

// page writes a report of some 2,000 violations in HTML and measures what a browser takes to open it: from the call until the page is
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

// opened is what a browser took to open a page: the processor's time of all its processes, and the time that went by.
type opened struct{ cpu, wall time.Duration }

// open opens the report and, in turn with it, a page that holds nothing, which tells what the browser itself takes on this machine at this time.
func (b *bench) open(ctx context.Context, report string) error {
	empty := filepath.Join(b.dir, "empty.html")
	if err := os.WriteFile(empty, []byte("<!DOCTYPE html>\n<title>empty</title>\n<output id=\"shown\">nothing</output>\n"), 0o600); err != nil {
		return err
	}
	window, err := browser.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = window.Close() }() // what counts was printed
	took := map[string][]opened{}
	for i := range b.runs + 1 {
		for _, page := range []string{empty, report} {
			one, shown, err := openPage(ctx, window, page)
			if err != nil {
				return err
			}
			if i > 0 { // the first warms the caches
				took[page] = append(took[page], one)
				fmt.Printf("%s: %v CPU, opened in %v: %s\n", filepath.Base(page), one.cpu.Round(time.Millisecond), one.wall.Round(time.Millisecond), shown)
			}
		}
	}
	of := func(page string) (cpu, wall time.Duration) {
		all := took[page]
		slices.SortFunc(all, func(a, b opened) int { return cmp.Compare(a.cpu, b.cpu) })
		cpu = all[len(all)/2].cpu
		slices.SortFunc(all, func(a, b opened) int { return cmp.Compare(a.wall, b.wall) })
		return cpu, all[len(all)/2].wall
	}
	cpu, wall := of(report)
	none, at := of(empty)
	fmt.Printf("medians: the report %v CPU, opened in %v, wanted below 2s; an empty page %v CPU, opened in %v\n",
		cpu.Round(time.Millisecond), wall.Round(time.Millisecond), none.Round(time.Millisecond), at.Round(time.Millisecond))
	return nil
}

func openPage(ctx context.Context, window *browser.Browser, page string) (took opened, shown string, err error) {
	before, err := window.Times(ctx)
	if err != nil {
		return took, "", err
	}
	begin := time.Now()
	tab, err := window.Open(ctx, "file://"+page)
	if err != nil {
		return took, "", err
	}
	if err := tab.Eval(ctx, `new Promise(done => requestAnimationFrame(() => setTimeout(() => done(document.getElementById("shown").textContent))))`, &shown); err != nil {
		return took, "", err
	}
	took.wall = time.Since(begin)
	after, err := window.Times(ctx)
	took.cpu = after.Since(before)
	return took, shown, errors.Join(err, tab.Close(ctx))
}
