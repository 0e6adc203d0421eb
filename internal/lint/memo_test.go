package lint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/policies"
)

type object = map[string]any

// replicasOf makes n pods of an object that has some, as a controller, admission and a network do, and of any other object itself.
func replicasOf(o *manifest.Object, n int) []object {
	whole, _ := o.Root.Any().(object)
	spec, _ := whole["spec"].(object)
	meta, _ := whole["metadata"].(object)
	if template, ok := spec["template"].(object); ok {
		spec, _ = template["spec"].(object)
		meta, _ = template["metadata"].(object)
	}
	if _, ok := spec["containers"].([]any); !ok {
		return []object{whole}
	}
	var out []object
	for i := range n {
		out = append(out, replica(o, meta, spec, i))
	}
	return out
}

func replica(o *manifest.Object, meta, spec object, i int) object {
	meta, spec = deep(meta), deep(spec)
	name := fmt.Sprintf("%s-x7f%d", o.Name, i)
	maps.Copy(meta, object{"name": name, "uid": fmt.Sprintf("uid-of-%d", i), "creationTimestamp": fmt.Sprintf("2026-01-02T03:04:%02dZ", i)})
	if o.Namespace != "" {
		meta["namespace"] = o.Namespace
	}
	notes, _ := meta["annotations"].(object)
	if notes == nil {
		notes = object{}
	}
	notes["cni.projectcalico.org/podIP"] = fmt.Sprintf("10.0.0.%d/32", i)
	if i == 3 {
		notes["ignore.podlint.dev/images"] = "this one is known"
	}
	meta["annotations"] = notes
	labels, _ := meta["labels"].(object)
	if i == 4 && labels != nil {
		labels["only"] = "this"
	}
	token := fmt.Sprintf("kube-api-access-abc%02d", i)
	volumes, _ := spec["volumes"].([]any)
	spec["volumes"] = append(volumes, object{"name": token, "projected": object{"sources": []any{object{"serviceAccountToken": object{"path": "token"}}}}})
	for _, c := range spec["containers"].([]any) {
		if c, ok := c.(object); ok {
			mounts, _ := c["volumeMounts"].([]any)
			c["volumeMounts"] = append(mounts, object{"name": token, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true})
		}
	}
	spec["nodeName"] = fmt.Sprintf("node-%d", i)
	state := []string{"Running", "Pending\nwaiting", ""}[i%3]
	return object{"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec, "status": object{"phase": state, "of": make([]int, i)}}
}

func deep(o object) object {
	data, _ := json.Marshal(o)
	var out object
	_ = json.Unmarshal(data, &out) // what was marshalled can be unmarshalled
	if out == nil {
		return object{}
	}
	return out
}

func listOf(t *testing.T, items []object) []byte {
	t.Helper()
	data, err := json.MarshalIndent(object{"apiVersion": "v1", "kind": "List", "items": items}, "", "    ")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// shippedOptions are those of all shipped rules.
func shippedOptions(tb testing.TB) (lint.Options, pod.Options) {
	tb.Helper()
	query, rules := queryOf(tb, policy.Options{})
	base, err := knowledge.Shipped()
	if err != nil {
		tb.Fatal(err)
	}
	return lint.Options{Rules: rules, Query: query}, pod.Options{Knowledge: base}
}

// queryOf compiles the shipped rules.
func queryOf(tb testing.TB, opt policy.Options) (*policy.Query, []policy.Rule) {
	tb.Helper()
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, opt)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	query, problems := engine.Prepare(tb.Context(), nil)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	return query, engine.Rules()
}

// ways are those in which a long List can be judged; all of them must say the same.
var ways = map[string]lint.Options{
	"with a memo":     {},
	"spilled":         {Spill: true},
	"by many workers": {Spill: true, Workers: 7},
}

func judgeLong(t *testing.T, list []byte, opt lint.Options, of pod.Options) *lint.Result {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "a.json", Large: &source.Large{ReaderAt: bytes.NewReader(list), Size: int64(len(list))}}}, 1)
	opt.Builder = pod.NewBuilder(set, of)
	res := lint.Run(t.Context(), set, opt)
	var all []lint.Violation
	for v := range res.All() {
		all = append(all, *v)
	}
	if err := res.Broken(); err != nil {
		t.Fatal(err)
	}
	res.Violations = all
	return res
}

func sameResult(t *testing.T, list []byte, opt lint.Options, of pod.Options) (violations int) {
	t.Helper()
	opt.Singly = true
	want := judgeLong(t, list, opt, of)
	for name, way := range ways {
		opt.Singly, opt.Spill, opt.Workers = false, way.Spill, way.Workers
		got := judgeLong(t, list, opt, of)
		diff := cmp.Diff(want, got, cmpopts.IgnoreFields(lint.Result{}, "Sources", "Rules", "Judged"), cmpopts.IgnoreFields(lint.Fix{}, "Steps"),
			cmpopts.IgnoreUnexported(lint.Result{}),
			cmpopts.IgnoreFields(lint.Summary{}, "DurationMS"), cmpopts.EquateEmpty())
		if diff != "" {
			t.Errorf("%s (-each by itself +so):\n%s", name, diff)
		}
	}
	return len(want.Violations)
}

// TestReplicasAreJudgedTheSame: every fixture as replicas in a long List gives the same violations, byte for byte, whether each replica
// is judged by itself or one for all.
func TestReplicasAreJudgedTheSame(t *testing.T) {
	opt, of := shippedOptions(t)
	total := 0
	err := fs.WalkDir(policies.Fixtures, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(policies.Fixtures, name)
		if err != nil {
			return err
		}
		var items []object
		for _, o := range manifest.Read([]source.File{{Name: name, Data: data}}, 1).Objects {
			items = append(items, replicasOf(o, 5)...)
		}
		items = append(items, object{
			"apiVersion": "v1", "kind": "Service", "metadata": object{"name": "only-one"},
			"spec": object{"selector": object{"only": "this"}, "ports": []object{{"port": 81, "targetPort": "nowhere"}}},
		})
		t.Run(name, func(t *testing.T) { total += sameResult(t, listOf(t, items), opt, of) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if total < 1000 {
		t.Errorf("got %d violations in all fixtures, want some for each replica", total)
	}
}

const plainPod = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":%q,"labels":{"app":"a"},"annotations":{"cni.projectcalico.org/podIP":%q}},"spec":{"containers":[{"name":"a","image":"a"},{"name":"b","image":"b"}]}}`

func plainList(n int) []byte {
	var items []string
	for i := range n {
		items = append(items, fmt.Sprintf(plainPod, fmt.Sprintf("p%d", i), fmt.Sprintf("10.0.0.%d", i)))
	}
	return []byte(`{"apiVersion":"v1","kind":"List","items":[` + strings.Join(items, ",\n") + `]}`)
}

// TestOwnRulesSeeEachReplica: rules that look at what replicas differ in are asked about each of them.
func TestOwnRulesSeeEachReplica(t *testing.T) {
	for name, body := range map[string]string{
		"name":       `violation contains {"msg": "odd", "path": ["metadata"]} if input.pod.workload.name == "p3"`,
		"object":     `violation contains {"msg": "odd", "path": ["metadata"]} if input.object.metadata.name == "p3"`,
		"annotation": `violation contains {"msg": "odd", "path": ["metadata"]} if input.pod.annotations["cni.projectcalico.org/podIP"] == "10.0.0.3"`,
		"whole":      `violation contains {"msg": sprintf("odd %v", [count(json.marshal(input))]), "path": ["metadata"]} if contains(json.marshal(input), "\"p3\"")`,
	} {
		t.Run(name, func(t *testing.T) {
			if n := sameResult(t, plainList(6), compile(t, "warning", body+"\n"), pod.Options{}); n != 1 {
				t.Errorf("got %d violations, want the one of p3", n)
			}
		})
	}
}

// TestMessagesThatNameThePod are about one replica alone.
func TestMessagesThatNameThePod(t *testing.T) {
	opt := compile(t, "warning", `violation contains {"msg": sprintf("%s here", [c.name]), "path": c.path} if some c in input.pod.containers`+"\n")
	list := bytes.ReplaceAll(plainList(6), []byte(`"name":"a"`), []byte(`"name":"p1"`)) // as one of the pods
	if n := sameResult(t, list, opt, pod.Options{}); n != 12 {
		t.Errorf("got %d violations, want two for each pod", n)
	}
}

// TestLongReportsAreSpilled: more violations than are sorted at once come in the same order, those with equal fingerprints told apart.
func TestLongReportsAreSpilled(t *testing.T) {
	opt := compile(t, "warning", `violation contains {"msg": sprintf("%d %s", [i, c.name]), "path": c.path} if {
	some c in input.pod.containers
	some i in numbers.range(1, 40)
}
`)
	list := bytes.ReplaceAll(plainList(150), []byte(`"p1`), []byte(`"p2`)) // some pods share a name
	if n := sameResult(t, list, opt, pod.Options{}); n != 150*2*40 {
		t.Errorf("got %d violations, want %d", n, 150*2*40)
	}
}
