package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// built is the model of the first pod of a manifest.
func built(t *testing.T, text string) *pod.Pod {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(text)}}, 1)
	inputs := pod.NewBuilder(set, pod.Options{Knowledge: base(t)}).Build(set.Objects[0])
	if len(inputs) == 0 {
		t.Fatal("got no model")
	}
	return inputs[0].Pod
}

func withEnv(vars string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    image: x/a:1.0\n    args: ['--a=$(LAST)']\n    env:\n" + vars
}

// TestDoublingVariables: variables that hold the one before twice are known as far as any value can be long, and cost no more than that.
func TestDoublingVariables(t *testing.T) {
	var vars strings.Builder
	vars.WriteString("    - {name: V0, value: '0123456789'}\n")
	for i := range 60 {
		fmt.Fprintf(&vars, "    - {name: V%d, value: '$(V%d)$(V%[2]d)'}\n", i+1, i)
	}
	vars.WriteString("    - {name: LAST, value: '$(V60)'}\n")
	c := built(t, withEnv(vars.String())).Containers[0]
	total := 0
	for _, v := range c.Env {
		total += len(v.Value)
	}
	if total > 1<<20 {
		t.Errorf("the values take %d bytes", total)
	}
	if v := c.Env[3]; !v.Known || len(v.Value) != 80 {
		t.Errorf("got %+v, want the expanded value", v)
	}
	if v := c.Env[14]; v.Known || v.Value != "$(V13)$(V13)" {
		t.Errorf("got a value of %d bytes that is known: %t, want it as written and unknown", len(v.Value), v.Known)
	}
}

// TestManyReferences: many references to one long variable are bounded together.
func TestManyReferences(t *testing.T) {
	vars := "    - {name: A, value: " + strings.Repeat("x", 100_000) + "}\n"
	for i := range 1000 {
		vars += fmt.Sprintf("    - {name: B%d, value: '$(A)'}\n", i)
	}
	total, known := 0, 0
	for _, v := range built(t, withEnv(vars)).Containers[0].Env {
		total += len(v.Value)
		if v.Known {
			known++
		}
	}
	if total > 5<<20 || known < 10 {
		t.Errorf("the values take %d bytes, %d are known", total, known)
	}
}
