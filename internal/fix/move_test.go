package fix_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"reflect"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// TestMovedContainers makes an init container of the last container of each pod in the bad fixtures of all rules, as they are and in other styles: what
// comes out must be, for another parser, the document with that move.
func TestMovedContainers(t *testing.T) {
	styles := map[string]func(v any) []byte{
		"as it is":      nil,
		"no last break": nil,
		"lists at the column of their key": func(v any) []byte {
			text, err := yaml.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			return text
		},
		"JSON in one line": func(v any) []byte { return asJSON(t, v, "") },
		"JSON in lines":    func(v any) []byte { return asJSON(t, v, "\t") },
	}
	fsys := os.DirFS("../../policies/rules")
	files, err := fs.Glob(fsys, "*/*/bad/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	done, refused := 0, map[string]int{}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range documents(t, data) {
			for name, style := range styles {
				switch {
				case style != nil:
					text = style(asParsed(t, text))
				case name == "no last break":
					text = bytes.TrimRight(text, "\n")
				}
				reason, tried := move(t, file+", "+name, text)
				if tried {
					done++
				}
				if reason != nil {
					refused[name+": "+reason.Error()]++
				}
			}
		}
	}
	count := 0
	for _, n := range refused {
		count += n
	}
	t.Logf("%d moves, %d refused: %v", done, count, refused)
	if count*100 > done || done < 1000 {
		t.Errorf("%d of %d moves were refused: %v", count, done, refused)
	}
}

func asJSON(t *testing.T, v any, indent string) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", indent)
	if indent == "" {
		text, err = json.Marshal(v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func asParsed(t *testing.T, text []byte) (out any) {
	t.Helper()
	if err := yaml.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// move moves the last container of a document that is a pod or has a template of pods.
func move(t *testing.T, name string, text []byte) (refused error, tried bool) { //nolint:revive // no error of the test
	t.Helper()
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: text}}, 1)
	if len(set.Objects) != 1 {
		return nil, false
	}
	for _, at := range []string{"spec", "spec template spec", "spec jobTemplate spec template spec"} {
		pod := path(at)
		containers := set.Objects[0].Root.Get(append(pod, "containers")...)
		if containers == nil || len(containers.Items) == 0 {
			continue
		}
		steps := []policy.Change{
			{Op: "set", Path: append(path(at), "containers", len(containers.Items)-1, "restartPolicy"), Value: "Always"},
			{Op: "move", From: append(path(at), "containers", len(containers.Items)-1), Path: append(path(at), "initContainers", 0)},
		}
		var todo []lint.Step
		for _, c := range steps {
			todo = append(todo, lint.Step{Change: c, Object: set.Objects[0], Path: c.Path, From: c.From})
		}
		plan, err := fix.NewPlanner(set.Sources).Plan(todo)
		if err != nil {
			return err, true
		}
		after := fix.Apply(text, plan.Regions)
		want, got := asParsed(t, text), asParsed(t, after)
		toFront(want, pod)
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("%s: the move makes something else\n%s", name, fix.Diff(name, text, after))
		}
		return nil, true
	}
	return nil, false
}

// toFront moves the last container in what a parser reads.
func toFront(doc any, pod []any) {
	at := doc.(map[string]any)
	for _, key := range pod {
		at = at[key.(string)].(map[string]any)
	}
	all := at["containers"].([]any)
	last := len(all) - 1
	all[last].(map[string]any)["restartPolicy"] = "Always"
	init, _ := at["initContainers"].([]any)
	at["initContainers"], at["containers"] = append([]any{all[last]}, init...), all[:last]
}
