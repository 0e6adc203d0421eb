package cluster_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// fixture is a file of a rule, in a namespace of its own.
type fixture struct {
	file, namespace string
	objects         []map[string]any
}

// fixtures are the files of all rules whose objects a server without custom resources can hold in one namespace, and how many are left out.
func fixtures(t *testing.T) (out []*fixture, left int) {
	t.Helper()
	files, err := filepath.Glob("../../policies/rules/*/*/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if kind := filepath.Base(filepath.Dir(file)); kind != "bad" && kind != "good" {
			continue
		}
		f := &fixture{file: file, namespace: fmt.Sprintf("fixture-%d", len(out)+left)}
		if f.read(t) {
			out = append(out, f)
		} else {
			left++
		}
	}
	return out, left
}

// read reads the objects; false when the server cannot hold them, or when scan does not read them, as it does no Secrets.
func (f *fixture) read(t *testing.T) bool {
	t.Helper()
	data, err := os.ReadFile(f.file)
	if err != nil {
		t.Fatal(err)
	}
	spaces := map[any]bool{}
	for doc := range strings.SplitSeq("\n"+string(data), "\n---") {
		_, doc, _ = strings.Cut(doc, "\n")
		var o map[string]any
		if yaml.Unmarshal([]byte(doc), &o) != nil {
			return false
		}
		if len(o) == 0 {
			continue
		}
		kind, _ := o["kind"].(string)
		meta, _ := o["metadata"].(map[string]any)
		if paths[kind] == "" || !strings.HasPrefix(paths[kind], "/api/"+fmt.Sprint(o["apiVersion"])+"/") && !strings.HasPrefix(paths[kind], "/apis/"+fmt.Sprint(o["apiVersion"])+"/") || !strings.Contains(paths[kind], "NS") || meta["name"] == nil {
			return false
		}
		if spec, ok := o["spec"].(map[string]any); ok && kind == "Pod" && spec["serviceAccountName"] == nil {
			spec["serviceAccountName"] = "default" // as admission does in a cluster
		}
		spaces[meta["namespace"]] = true
		meta["namespace"] = f.namespace
		f.objects = append(f.objects, o)
	}
	return len(f.objects) > 0 && len(spaces) == 1
}

// write writes the objects into a file for lint.
func (f *fixture) write(t testing.TB, file string, objects []map[string]any) {
	t.Helper()
	var all []string
	for _, o := range objects {
		text, err := yaml.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Join(all, "---\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// verdicts are what is said of objects, by namespace, kind and name, sorted.
type verdicts map[string][]string

func (v verdicts) add(namespace, kind, name, said string) {
	at := namespace + "/" + kind + "/" + name
	v[at] = append(v[at], said)
}

func (v verdicts) differ(t *testing.T, what string, other verdicts, file func(at string) string) {
	t.Helper()
	keys := slices.Collect(maps.Keys(v))
	for key := range other {
		if v[key] == nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, at := range keys {
		a, b := slices.Compact(slices.Sorted(slices.Values(v[at]))), slices.Compact(slices.Sorted(slices.Values(other[at])))
		if !slices.Equal(a, b) {
			t.Errorf("%s, %s: lint says %q, %s %q", file(at), at, a, what, b)
		}
	}
}

// workloads are the kinds with a pod that the webhook is asked about.
var workloads = map[string]bool{
	"Pod": true, "Deployment": true, "StatefulSet": true, "DaemonSet": true, "ReplicaSet": true, "ReplicationController": true, "PodTemplate": true, "Job": true, "CronJob": true,
}

// testFixtures: lint, scan and serve say the same of every fixture that a server takes, by the shipped rules and one more: of what was written, in which
// the server has filled in what manifests leave open, and of what it keeps byte for byte but for places.
func testFixtures(t *testing.T, c *cluster) {
	all, left := fixtures(t)
	p := newPair(t, t.TempDir(), time.Now().Add(time.Hour))
	rules := t.TempDir()
	if err := os.WriteFile(filepath.Join(rules, "foreign_image.rego"), []byte(ownRule), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := []string{"--policy", rules, "--min-severity=info", "--doubts", "--fail-on=never", "--kube-version=1.37"}
	w := serve(t, p, flags...)
	c.ask(w, p)
	together, alone := t.TempDir(), t.TempDir()
	roots := filepath.Join(alone, ".podlint.yaml") // whose objects are never related
	if err := os.WriteFile(roots, []byte("roots: [\"*\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken := map[string]*fixture{}
	for _, f := range all {
		if !c.takes(f) {
			left++
			continue
		}
		taken[f.namespace] = f
		namespace := map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": f.namespace}}
		f.write(t, filepath.Join(together, f.namespace, "all.yaml"), append(slices.Clone(f.objects), namespace))
		for i, o := range f.objects {
			if !workloads[o["kind"].(string)] {
				continue // a Service of another fixture would be seen
			}
			f.write(t, filepath.Join(alone, fmt.Sprintf("%s-%d", f.namespace, i), "one.yaml"), []map[string]any{o})
		}
	}
	t.Logf("%d fixtures, %d are left out", len(taken), left)
	if len(taken) < 2*left {
		t.Errorf("%d of %d fixtures are compared", len(taken), len(taken)+left)
	}
	file := func(at string) string {
		namespace, _, _ := strings.Cut(at, "/")
		return taken[namespace].file
	}
	ask := func(args ...string) (said []violation) {
		r, _ := report(t, "", append(args, flags...)...)
		return slices.DeleteFunc(r.Violations, func(v violation) bool { return taken[v.Workload.Namespace] == nil })
	}
	written, scanned := ask("lint", together), ask("scan", "-A", "--kubeconfig", c.kubeconfig(c.server.URL, c.server.CA))
	sentence := func(v *violation) string { return fmt.Sprint(v.Severity, " ", v.Rule, ": ", v.Message) }
	saying(written, sentence).differ(t, "scan", saying(scanned, sentence), file)
	whole := func(v *violation) string { return v.Whole }
	saying(ask("lint", c.asKept(taken)), whole).differ(t, "scan", saying(scanned, whole), file)
	rule := func(v *violation) string { return v.Rule }
	saying(ask("lint", "-c", roots, alone), rule).differ(t, "serve", logged(w, taken), file)

	among := c.watching(t, p, flags...)
	c.ask(among, p)
	for _, f := range taken {
		c.again(f)
	}
	saying(written, rule).differ(t, "serve with a watch of the cluster", logged(among, taken), file)
}

// saying are violations by object, in words.
func saying(all []violation, words func(*violation) string) verdicts {
	out := verdicts{}
	for i := range all {
		w := &all[i].Workload
		out.add(w.Namespace, w.Kind, w.Name, words(&all[i]))
	}
	return out
}

// asKept writes the objects of fixtures as the server has them into files, one for each namespace, and returns their folder.
func (c *cluster) asKept(taken map[string]*fixture) string {
	c.t.Helper()
	kinds := slices.Sorted(maps.Keys(paths))
	kinds = slices.DeleteFunc(kinds, func(kind string) bool { return kind == "ValidatingWebhookConfiguration" })
	text, err := c.kubectl("", "get", strings.ToLower(strings.Join(kinds, ",")), "-A", "-o", "json")
	if err != nil {
		c.t.Fatal(text)
	}
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		c.t.Fatal(err)
	}
	byNamespace := map[string][]map[string]any{}
	for _, o := range list.Items {
		meta, _ := o["metadata"].(map[string]any)
		name, _ := meta["namespace"].(string)
		if o["kind"] == "Namespace" {
			name, _ = meta["name"].(string)
		}
		byNamespace[name] = append(byNamespace[name], o)
	}
	dir := c.t.TempDir()
	for namespace, f := range taken {
		f.write(c.t, filepath.Join(dir, namespace, "all.yaml"), byNamespace[namespace])
	}
	return dir
}

// again asks for the workloads of a fixture, which are there.
func (c *cluster) again(f *fixture) {
	c.t.Helper()
	for _, o := range f.objects {
		data, err := json.Marshal(o)
		if err != nil {
			c.t.Fatal(err)
		}
		if kind := o["kind"].(string); workloads[kind] {
			c.do(http.MethodPost, strings.Replace(paths[kind], "NS", f.namespace, 1)+"?dryRun=All", "application/json", data)
		}
	}
}

// logged is what the webhook has said of fixtures.
func logged(w *webhook, taken map[string]*fixture) verdicts {
	said := verdicts{}
	for line := range strings.Lines(w.log.String()) {
		var l struct {
			Namespace, Kind, Name, Verdict string
			Rules                          []string
		}
		if json.Unmarshal([]byte(line), &l) == nil && taken[l.Namespace] != nil {
			for _, rule := range l.Rules {
				said.add(l.Namespace, l.Kind, l.Name, rule)
			}
		}
	}
	return said
}

// takes creates the objects of a fixture, and tells whether the server takes all of them.
func (c *cluster) takes(f *fixture) bool {
	c.t.Helper()
	c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + f.namespace + "}\n"))
	for _, o := range f.objects {
		data, err := json.Marshal(o)
		if err != nil {
			c.t.Fatal(err)
		}
		path := strings.Replace(paths[o["kind"].(string)], "NS", f.namespace, 1)
		if r := c.do(http.MethodPost, path+"?fieldValidation=Strict", "application/json", data); r.status != http.StatusCreated {
			return false
		}
	}
	return true
}
