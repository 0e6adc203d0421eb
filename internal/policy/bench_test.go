package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
)

// threeContainers is an input with three containers that share a volume.
func threeContainers() map[string]any {
	var containers, volumes []any
	for i, name := range []string{"app", "proxy", "shipper"} {
		containers = append(containers, map[string]any{
			"name": name, "class": "regular", "order": i, "path": []any{"spec", "containers", i}, "lifetime": "endless",
			"mounts": []any{map[string]any{"volume": "data", "mount_path": "/data", "read_only": false}},
			"env":    []any{map[string]any{"name": "A", "value": "b", "known": true}},
		})
		volumes = append(volumes, map[string]any{"name": name, "kind": "emptyDir", "path": []any{"spec", "volumes", i}, "template": false})
	}
	return map[string]any{
		"object": map[string]any{}, "related": map[string]any{}, "parameters": map[string]any{}, "target": map[string]any{},
		"pod": map[string]any{"containers": containers, "volumes": volumes, "annotations": map[string]any{}},
	}
}

// manyRules is a user's folder of 70 rules, half of which can fire for threeContainers.
func manyRules() policy.Source {
	texts := map[string]string{}
	for i := range 70 {
		name := fmt.Sprintf("rule_%02d", i)
		kind := []string{"emptyDir", "hostPath"}[i%2]
		texts[name+".rego"] = header + "package podlint.rules.coupling." + name + "\n" + strings.ReplaceAll(`
violation contains {"msg": sprintf("%q is unused", [v.name]), "path": v.path} if {
	some v in input.pod.volumes
	v.kind == "KIND"
	not v.mounted_by
	not _excused(v)
}

_excused(v) if startswith(v.name, "scratch-")
`, "KIND", kind)
	}
	return files(texts)
}

func BenchmarkEval(b *testing.B) {
	for _, gated := range []bool{true, false} {
		b.Run(fmt.Sprintf("70 rules/gated=%v", gated), func(b *testing.B) {
			q := preparedOnce(b, policy.Options{Ungated: !gated})
			input := threeContainers()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := q.Eval(b.Context(), input); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func preparedOnce(b *testing.B, opt policy.Options) *policy.Query {
	b.Helper()
	e, problems := policy.Load([]policy.Source{manyRules()}, opt)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	q, problems := e.Prepare(b.Context(), nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	return q
}

// BenchmarkLoad is what a short run pays: load all, judge one input.
func BenchmarkLoad(b *testing.B) {
	e, _ := policy.Load([]policy.Source{manyRules()}, policy.Options{})
	indexed := manyRules()
	indexed.Name, indexed.Index = "", e.Index()
	for i := range indexed.Index {
		indexed.Index[i].Rule.File = indexed.Index[i].File
	}
	for _, bb := range []struct {
		name string
		src  policy.Source
	}{{"METADATA", manyRules()}, {"index", indexed}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e, problems := policy.Load([]policy.Source{bb.src}, policy.Options{})
				if len(problems) > 0 {
					b.Fatal(problems)
				}
				q, problems := e.Lazy(b.Context(), nil)
				if len(problems) > 0 {
					b.Fatal(problems)
				}
				if _, err := q.Eval(b.Context(), map[string]any{"pod": map[string]any{}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkShipped is the same for the shipped rules, with an input for which some fire.
func BenchmarkShipped(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		e, _ := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
		q, _ := e.Lazy(b.Context(), nil)
		if _, err := q.Eval(b.Context(), threeContainers()); err != nil {
			b.Fatal(err)
		}
	}
}
