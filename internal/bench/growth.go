package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
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
	for _, n := range []int{2, 10, 50} {
		path, err := b.create("wide.json", func(w io.Writer) error { return json.NewEncoder(w).Encode(widePod(n)) })
		if err != nil {
			return err
		}
		if err := b.podlintAlone(ctx, fmt.Sprintf("1 pod of %d containers", n), path); err != nil {
			return err
		}
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

func widePod(containers int) object {
	pod := fleetPod(0)
	var list []object
	for i := range containers {
		list = append(list, fleetContainer(fmt.Sprintf("c%d", i), fmt.Sprintf("registry.example.com/shop/c%d:1.0.0", i), 8000+i, "wide"))
	}
	pod["spec"].(object)["containers"] = list
	return pod
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
