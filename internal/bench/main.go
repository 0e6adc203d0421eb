// Command bench compares podlint with conftest: the same rules, from the same folder, on the same pods. conftest gets the pod models
// ready made, as podlint model prints them; podlint reads the manifest and builds them itself.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/podlint/podlint/internal/peer"
)

func main() {
	only := flag.Bool("install", false, "install the programs that podlint is compared with, and stop")
	fleet := flag.Int("fleet", 0, "print a List of this many pods, as kubectl would, and stop")
	runs := flag.Int("n", 15, "runs of each program; the medians count")
	flag.Parse()
	if *fleet > 0 {
		if err := writeFleet(os.Stdout, *fleet); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := start(context.Background(), *only, *runs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, only bool, runs int, files []string) error {
	if !only {
		return run(ctx, runs, files)
	}
	for _, tool := range []peer.Tool{peer.OPA(), peer.Conftest()} {
		if _, err := tool.Install(ctx); err != nil {
			return err
		}
	}
	return nil
}

// run measures every file given, the examples when there is none.
func run(ctx context.Context, runs int, files []string) error {
	if len(files) == 0 {
		var err error
		if files, err = filepath.Glob("testdata/example/*.yaml"); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "podlint-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	podlint := filepath.Join(dir, "podlint")
	if err := command(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", podlint, "./cmd/podlint"); err != nil {
		return fmt.Errorf("build podlint: %w", err)
	}
	conftest, err := peer.Conftest().Install(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%-40s %18s %18s %10s\n", "CPU / wall in ms (median)", "podlint", "conftest", "CPU ratio")
	for _, file := range files {
		if err := compare(ctx, podlint, conftest, dir, file, runs); err != nil {
			return err
		}
	}
	return nil
}

func compare(ctx context.Context, podlint, conftest, dir, file string, runs int) error {
	model := filepath.Join(dir, "model.json")
	out, err := exec.CommandContext(ctx, podlint, "model", file).Output()
	if err != nil {
		return fmt.Errorf("podlint model %s: %w", file, err)
	}
	if err := os.WriteFile(model, out, 0o600); err != nil {
		return err
	}
	// conftest loads the folder as data too and stumbles over fixtures, so it gets a copy of the Rego files alone.
	rego := filepath.Join(dir, "policies")
	if err := copyRego("policies", rego); err != nil {
		return err
	}
	ours, err := measure(ctx, runs, podlint, "lint", "--fail-on", "never", file)
	if err != nil {
		return err
	}
	theirs, err := measure(ctx, runs, conftest, "test", "--no-fail", "-p", rego, "-n", "podlint", "--parser", "json", model)
	if err != nil {
		return err
	}
	fmt.Printf("%-40s %8.1f / %7.1f %8.1f / %7.1f %9.1fx\n", file, ours.cpu, ours.wall, theirs.cpu, theirs.wall, theirs.cpu/ours.cpu)
	return nil
}

// cost is in milliseconds.
type cost struct{ cpu, wall float64 }

// measure runs a program and returns the medians. The first run warms the caches of the file system and does not count.
func measure(ctx context.Context, runs int, name string, args ...string) (cost, error) {
	var cpu, wall []float64
	for i := range runs + 1 {
		cmd := exec.CommandContext(ctx, name, args...)
		start := time.Now()
		out, err := cmd.CombinedOutput()
		took := time.Since(start)
		if err != nil {
			return cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, out)
		}
		if i > 0 {
			wall = append(wall, ms(took))
			cpu = append(cpu, ms(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
		}
	}
	return cost{cpu: median(cpu), wall: median(wall)}, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}
