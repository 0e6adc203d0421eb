package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/podlint/podlint/internal/peer"
)

// files of the folder that is compared; one in dirtyShare has many violations.
const (
	folderFiles = 1000
	dirtyShare  = 10
	fleetPods   = 20000
)

// peers are the programs that podlint is compared with.
type peers struct{ conftest, score, rego string }

// compare prints one line for each case.
func (b *bench) compare(ctx context.Context) error {
	p, err := b.peers(ctx)
	if err != nil {
		return err
	}
	folder, err := b.folder()
	if err != nil {
		return err
	}
	for name, dirty := range map[string]bool{"clean": false, "dirty": true} {
		if err := writeDistinct(filepath.Join(b.dir, name), folderFiles, dirty); err != nil {
			return err
		}
	}
	fmt.Println("CPU ms / wall ms / peak MiB, medians of", b.runs, "runs, or of one that takes long; below, how many times what podlint takes")
	fmt.Println("| input | podlint | conftest, one query a file | conftest --all-namespaces | kube-score |")
	fmt.Println("|---|---|---|---|---|")
	for _, c := range []struct{ name, path string }{
		{"one clean file", "internal/bench/testdata/clean.yaml"},
		{"one dirty file", "internal/bench/testdata/dirty.yaml"},
		{fmt.Sprintf("%d files", folderFiles), folder},
		{fmt.Sprintf("%d distinct files, clean", folderFiles), filepath.Join(b.dir, "clean")},
		{fmt.Sprintf("%d distinct files, dirty", folderFiles), filepath.Join(b.dir, "dirty")},
	} {
		if err := b.line(ctx, p, c.name, c.path); err != nil {
			return err
		}
	}
	return b.longLine(ctx, p)
}

func (b *bench) peers(ctx context.Context) (p peers, err error) {
	if p.conftest, err = peer.Conftest().Install(ctx); err != nil {
		return p, err
	}
	if p.score, err = peer.KubeScore().Install(ctx); err != nil {
		return p, err
	}
	// conftest loads the folder as data too and stumbles over fixtures, so it gets a copy of the Rego files alone.
	p.rego = filepath.Join(b.dir, "policies")
	return p, copyRego("policies", p.rego)
}

func (b *bench) line(ctx context.Context, p peers, name, path string) error {
	models, err := b.models(ctx, name, path)
	if err != nil {
		return err
	}
	manifests := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if manifests, err = filepath.Glob(filepath.Join(path, "*.yaml")); err != nil {
			return err
		}
	}
	conftest := func(queries ...string) []string {
		return append([]string{p.conftest, "test", "--no-fail", "-p", p.rego, "--parser", "json"}, append(queries, models)...)
	}
	return b.row(ctx, name, []string{b.podlint, "lint", "--no-config", path},
		conftest("-n", "podlint"), conftest("--all-namespaces"), append([]string{p.score, "score"}, manifests...))
}

// row runs one program after the other and prints what they cost, and what the others cost beside the first. One without a name is left out.
func (b *bench) row(ctx context.Context, name string, programs ...[]string) error {
	costs, ratios := "| "+name, "| times podlint | 1 / 1 / 1"
	var ours cost
	for i, args := range programs {
		if len(args) == 0 {
			costs, ratios = costs+" | -", ratios+" | -"
			continue
		}
		c, err := b.measure(ctx, args[0], args[1:]...)
		if errors.Is(err, errTooLong) && i > 0 {
			costs, ratios = costs+" | more than two minutes", ratios+" | -"
			continue
		}
		if err != nil {
			return err
		}
		costs += " | " + c.String()
		if i == 0 {
			ours = c
		} else {
			ratios += " | " + c.over(ours)
		}
	}
	fmt.Printf("%s |\n%s |\n", costs, ratios)
	return nil
}

// longLine compares on a List of 20,000 pods. conftest is left out: making it the models of all pods takes longer than all else here, and
// it would hold them at twenty times their size.
func (b *bench) longLine(ctx context.Context, p peers) error {
	path, err := b.create("fleet.json", func(w io.Writer) error { return writeFleet(w, fleetPods) })
	if err != nil {
		return err
	}
	return b.row(ctx, fmt.Sprintf("List of %d pods", fleetPods), []string{b.podlint, "lint", "--no-config", path}, nil, nil, []string{p.score, "score", path})
}

// models writes the pods of a path to a folder, one file each, and returns the folder. It holds one at a time: Linux counts what this
// process held into the peak of those that it starts.
func (b *bench) models(ctx context.Context, name, path string) (string, error) {
	cmd := exec.CommandContext(ctx, b.podlint, "model", "--no-config", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	dir := "models-" + strings.ReplaceAll(name, " ", "-")
	if err := b.split(out, dir); err != nil {
		return "", fmt.Errorf("read what podlint model says of %s: %w", path, err)
	}
	if err := cmd.Wait(); err != nil {
		return "", fmt.Errorf("podlint model %s: %w", path, err)
	}
	return filepath.Join(b.dir, dir), nil
}

// split writes each element of a JSON list to a file of its own.
func (b *bench) split(list io.Reader, dir string) error {
	in := json.NewDecoder(list)
	if _, err := in.Token(); err != nil {
		return err
	}
	for i := 0; in.More(); i++ {
		var pod json.RawMessage
		if err := in.Decode(&pod); err != nil {
			return err
		}
		write := func(w io.Writer) error { _, err := w.Write(pod); return err }
		if _, err := b.create(fmt.Sprintf("%s/%04d.json", dir, i), write); err != nil {
			return err
		}
	}
	_, err := in.Token()
	return err
}

// folder writes the files of the example of its two kinds, in a namespace each.
func (b *bench) folder() (string, error) {
	texts := map[bool]string{}
	for _, dirty := range []bool{false, true} {
		name := map[bool]string{false: "clean", true: "dirty"}[dirty]
		data, err := os.ReadFile("internal/bench/testdata/" + name + ".yaml")
		if err != nil {
			return "", err
		}
		texts[dirty] = string(data)
	}
	for i := range folderFiles {
		text := strings.ReplaceAll(texts[i%dirtyShare == 0], "namespace: shop", fmt.Sprintf("namespace: shop-%04d", i))
		write := func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
		if _, err := b.create(fmt.Sprintf("manifests/%04d.yaml", i), write); err != nil {
			return "", err
		}
	}
	return filepath.Join(b.dir, "manifests"), nil
}
