package pod_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/policies"
)

// apart are the bad fixtures of the rules that hold several documents, by their names: each document is a file of its own.
func apart(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := fs.WalkDir(policies.Fixtures, "rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(name, "/bad/") {
			return err
		}
		data, err := fs.ReadFile(policies.Fixtures, name)
		if docs := strings.Split(string(data), "\n---\n"); len(docs) > 1 {
			out[name] = docs
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(out, tied)
	return out
}

// tied are objects with ties that the fixtures lack: a controller, what another object makes, a monitor of several pods, roles.
var tied = map[string][]string{
	"owned": {
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: web:1}]}}}\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: web-1, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}\n" +
			"spec: {containers: [{name: web, image: web:1}]}\n",
	},
	"made": {
		"apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: web:1, env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: b}}}]}]}\n",
		"apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {a: b}\n",
		"apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: keys}\nspec:\n  target:\n    name: keys\n",
	},
	"monitored": {
		"apiVersion: v1\nkind: Pod\nmetadata: {name: one, labels: {app: web}}\nspec: {containers: [{name: web, image: web:1, ports: [{name: http, containerPort: 80}]}]}\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: two, labels: {app: web}}\nspec:\n  containers:\n    - name: web\n      image: web:1\n      ports:\n        - {name: metrics, containerPort: 81}\n",
		"apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: metrics}]}\n",
	},
	"bound": {
		"apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {serviceAccountName: robot, containers: [{name: web, image: web:1}]}\n",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\nroleRef: {kind: Role, name: a}\nsubjects:\n  - {kind: ServiceAccount, name: robot}\n",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n  - {apiGroups: [''], resources: [pods], verbs: [get]}\n",
	},
}

// asking are the models of a set, what was asked for each, and what has changed since another set.
type asking struct {
	builder *pod.Builder
	changes *pod.Changes
	models  map[*manifest.Object]string
	asked   map[*manifest.Object]*pod.Asked
}

// ask builds the models of a set that comes after another one; was is nil for the first.
func ask(t *testing.T, m *manifest.Memory, docs []string, opt pod.Options, was *pod.Builder) asking {
	t.Helper()
	var files []source.File
	for i, doc := range docs {
		files = append(files, source.File{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(doc)})
	}
	set := m.Read(files, 1)
	out := asking{pod.NewBuilder(set, opt), nil, map[*manifest.Object]string{}, map[*manifest.Object]*pod.Asked{}}
	if was != nil {
		out.changes = out.builder.Since(was)
	}
	for _, o := range set.Objects {
		asked := &pod.Asked{}
		text, err := json.Marshal(out.builder.BuildAsking(o, asked))
		if err != nil {
			t.Fatal(err)
		}
		out.models[o], out.asked[o] = string(text), asked
	}
	return out
}

// TestChanges changes each line of each fixture, takes each of its documents out and puts each in twice: where nothing that was asked is answered
// differently, the model is the same.
func TestChanges(t *testing.T) {
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	opt := pod.Options{Knowledge: base, Kubernetes: "1.33"}
	fixtures := apart(t)
	kept, again := 0, 0
	for _, name := range slices.Sorted(maps.Keys(fixtures)) {
		docs := fixtures[name]
		var m manifest.Memory
		was := ask(t, &m, docs, opt, nil)
		step := func(what string, docs []string) {
			t.Helper()
			now := ask(t, &m, docs, opt, was.builder)
			if alone := ask(t, &m, docs, opt, nil); !maps.Equal(now.models, alone.models) {
				t.Errorf("%s %s: models are others than those of a builder that knows no earlier one", name, what)
			}
			changes := now.changes
			for o, model := range now.models {
				switch before, there := was.models[o]; {
				case !there:
				case !changes.None(was.asked[o]):
					again++
				case before != model:
					t.Errorf("%s %s: %s %s is another model, and nothing that was asked for it has changed", name, what, o.Kind, o.Name)
				default:
					kept++
				}
			}
			was = now
		}
		for i, doc := range docs {
			lines := strings.SplitAfter(doc, "\n")
			for j := range lines {
				if len(docs) > 6 || strings.Contains(doc, "containers:") && j > 12 && tied[name] == nil {
					break
				}
				step(fmt.Sprintf("document %d without line %d", i, j+1), with(docs, i, strings.Join(lines[:j], "")+strings.Join(lines[j+1:], "")))
			}
			step(fmt.Sprintf("without document %d", i), with(docs, i, ""))
			step("as it was", docs)
			step(fmt.Sprintf("with document %d twice", i), append(slices.Clone(docs), doc))
		}
	}
	if kept < again || again == 0 {
		t.Errorf("%d models were kept and %d would be made again: want some of both, and more that are kept", kept, again)
	}
}

func with(docs []string, i int, doc string) []string {
	out := slices.Clone(docs)
	out[i] = doc
	return out
}
