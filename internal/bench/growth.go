package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// growth prints podlint's cost over the number of pods in one JSON List, of containers in one pod, and of rules.
func (b *bench) growth(ctx context.Context) error {
	fmt.Println("CPU ms / wall ms / peak MiB, medians of", b.runs, "runs")
	fmt.Println("| input | cost |")
	fmt.Println("|---|---|")
	for _, n := range []int{1, 10, 100, 1000, 10000, 20000, 40000} {
		path, err := b.create("fleet.json", func(w io.Writer) error { return writeFleet(w, n) })
		if err != nil {
			return err
		}
		if err := b.podlintAlone(ctx, fmt.Sprintf("%d pods", n), path); err != nil {
			return err
		}
	}
	if err := b.dimensions(ctx); err != nil {
		return err
	}
	return b.growingRules(ctx)
}

func (b *bench) podlintAlone(ctx context.Context, name, path string, flags ...string) error {
	c, err := b.measure(ctx, b.podlint, append([]string{"lint", "--no-config", "-o", "json", path}, flags...)...)
	if err != nil {
		return err
	}
	fmt.Printf("| %s | %s |\n", name, c)
	return nil
}

// most is how much more CPU eight times as many may take: near linear, with room for noise.
const most = 12

// dimensions prints how each dimension grows from n to 8 n, and fails when one grows too fast.
func (b *bench) dimensions(ctx context.Context) error {
	var bad []string
	for _, d := range dimensions() {
		few, err := b.dimension(ctx, &d, d.small)
		if err != nil {
			return err
		}
		many, err := b.dimension(ctx, &d, 8*d.small)
		if err != nil {
			return err
		}
		grown := many.cpu / max(few.cpu, 1)
		fmt.Printf("| %d, %d %s | %s, %s: %.1f-fold CPU |\n", d.small, 8*d.small, d.name, few, many, grown)
		if grown > most {
			bad = append(bad, d.name)
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("more than %d-fold for 8-fold: %s", most, strings.Join(bad, "; "))
	}
	return nil
}

func (b *bench) dimension(ctx context.Context, d *dimension, n int) (cost, error) {
	path, err := b.create(d.fileName(), func(w io.Writer) error { _, err := io.WriteString(w, d.write(n)); return err })
	if err != nil {
		return cost{}, err
	}
	args := append([]string{"lint", "--no-config", path}, d.flags...)
	if d.baseline {
		known := filepath.Join(b.dir, "baseline.json")
		if out, err := exec.CommandContext(ctx, b.podlint, "baseline", "write", known, path, "--no-config").CombinedOutput(); err != nil {
			return cost{}, fmt.Errorf("write baseline: %w\n%s", err, out)
		}
		args = append(args, "--baseline", known)
	}
	return b.measure(ctx, b.podlint, args...)
}

const rule = `# METADATA
# title: Container without an owner
# description: Every container says who owns it.
# related_resources:
#   - ref: https://example.org/
# custom:
#   severity: warning
#   confidence: certain
#   fix: Name the owner.
package podlint.rules.own.rule_%[1]d

violation contains {
	"msg": sprintf("container %%q has no owner %[1]d", [c.name]),
	"path": c.path,
	"container": c.name,
} if {
	some c in input.pod.containers
	not input.pod.annotations["owner-%[1]d"]
}
`

// growingRules judges one pod by rules of one's own, each of which finds something, without the shipped ones.
func (b *bench) growingRules(ctx context.Context) error {
	made := 0
	for _, n := range []int{10, 100, 250, 500} {
		for ; made < n; made++ {
			write := func(w io.Writer) error { _, err := fmt.Fprintf(w, rule, made); return err }
			if _, err := b.create(fmt.Sprintf("rules/own/rule_%[1]d/rule_%[1]d.rego", made), write); err != nil {
				return err
			}
		}
		err := b.podlintAlone(ctx, fmt.Sprintf("%d rules, all of which fire", n), "internal/bench/testdata/clean.yaml",
			"--no-default-rules", "--policy", filepath.Join(b.dir, "rules"))
		if err != nil {
			return err
		}
	}
	return nil
}
