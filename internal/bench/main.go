// Command bench compares podlint with conftest and kube-score on the same manifests. conftest runs the same rules from the same folder
// and gets the pod models ready made, as podlint model prints them; kube-score runs its own checks, written in Go.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/podlint/podlint/internal/oracle"
	"github.com/podlint/podlint/internal/peer"
)

func main() {
	only := flag.Bool("install", false, "install the programs that podlint is compared with, and stop")
	fleet := flag.Int("fleet", 0, "print a List of this many pods, as kubectl would, and stop")
	grow := flag.Bool("growth", false, "show how podlint's cost grows, instead of the comparison")
	page := flag.Bool("html", false, "measure what a browser takes to open a report of 2,000 violations, instead of the comparison")
	runs := flag.Int("n", 5, "runs of each program; the medians count")
	flag.Parse()
	if err := start(context.Background(), *only, *fleet, *grow, *page, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, only bool, fleet int, grow, page bool, runs int) error {
	if fleet > 0 {
		return writeFleet(os.Stdout, fleet)
	}
	if only {
		for _, tool := range []peer.Tool{peer.OPA(), peer.Conftest(), peer.KubeScore(), peer.Helm(), peer.Kustomize()} {
			if _, err := tool.Install(ctx); err != nil {
				return err
			}
		}
		_, err := oracle.Install(ctx, oracle.Module)
		return err
	}
	dir, err := os.MkdirTemp("", "podlint-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := &bench{dir: dir, runs: runs, podlint: filepath.Join(dir, "podlint")}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.podlint, "./cmd/podlint")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as releases are built
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build podlint: %w\n%s", err, out)
	}
	if grow {
		return b.growth(ctx)
	}
	if page {
		return b.page(ctx)
	}
	return b.compare(ctx)
}

// bench is one run of this command.
type bench struct {
	dir     string // for everything that is made
	runs    int
	podlint string // the program
}

// create writes a file below the folder of the run and returns its path.
func (b *bench) create(name string, fill func(io.Writer) error) (string, error) {
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	if err := fill(f); err != nil {
		_ = f.Close() // the first error is the one to tell
		return "", err
	}
	return path, f.Close()
}
