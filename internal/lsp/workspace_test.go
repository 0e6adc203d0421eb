package lsp_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/cli"
)

const tailPod = `apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels: {app: shop}
spec:
  containers:
    - name: app
      image: registry.example.com/shop:1.4.2
      volumeMounts: [{name: logs, mountPath: /var/log/app}]
    - name: tail
      image: busybox:1.36
      command: [tail, -f, /var/log/app/app.log]
      volumeMounts: [{name: logs, mountPath: /var/log/app}]
  volumes:
    - {name: logs, emptyDir: {}}
`

// said are the violations that podlint lint reports in a folder, as file:line:column rule.
func said(t *testing.T, dir string) []string {
	t.Helper()
	t.Chdir(dir)
	var out, stderr bytes.Buffer
	cli.Main([]string{"lint", "-o", "json", "."}, strings.NewReader(""), &out, &stderr)
	var report struct {
		Violations []struct {
			Rule, File   string
			Line, Column int
		}
		Errors []struct {
			File         string
			Line, Column int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	all := []string{}
	for _, v := range report.Violations {
		all = append(all, fmt.Sprintf("%s:%d:%d %s", v.File, v.Line, v.Column, v.Rule))
	}
	for _, e := range report.Errors {
		all = append(all, fmt.Sprintf("%s:%d:%d ", e.File, max(e.Line, 1), max(e.Column, 1)))
	}
	slices.Sort(all)
	return all
}

// shown are the diagnostics that a client has, in the same way; texts without characters beyond ASCII have the same columns.
func (c *client) shown(dir string) []string {
	all := []string{}
	for at, p := range c.said {
		for _, d := range p.Diagnostics {
			all = append(all, fmt.Sprintf("%s:%d:%d %s", strings.TrimPrefix(at, uri(dir)+"/"), d.Range.Start.Line+1, d.Range.Start.Character+1, d.Code))
		}
	}
	slices.Sort(all)
	return all
}

// settled waits until all that was said so far is judged: the answer to a request comes after.
func (c *client) settled(name string) {
	c.t.Helper()
	c.request("textDocument/hover", object{"textDocument": object{"uri": uri(name)}, "position": object{}})
}

// TestSameAsLint: in a folder with a configuration, suppressions, overlays, a broken file and relations between files the editor is told what
// podlint lint says, at the source that a person edits.
func TestSameAsLint(t *testing.T) {
	dir := write(t, map[string]string{
		".podlint.yaml":              "rules:\n  tail-missing-file-crash: info\nmin-severity: info\nexclude: [left/]\noverrides:\n  - paths: [plain/]\n    rules: {sidecar-ignores-sigterm: off}\n",
		"left/a.yaml":                tailPod,
		"plain/a.yaml":               tailPod,
		"plain/b.yaml":               strings.Replace(tailPod, "command: [tail", "# podlint:ignore tail-missing-file-crash -- it is known\n      command: [tail", 1),
		"plain/service.yaml":         "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80, targetPort: nowhere}]}\n",
		"plain/broken.yaml":          "a: [\n",
		"base/kustomization.yaml":    "resources: [pod.yaml]\n",
		"base/pod.yaml":              tailPod,
		"overlay/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\npatches: [{path: patch.yaml}]\n",
		"overlay/patch.yaml":         "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec: {containers: [{name: tail, command: [tail, -f, /var/log/app/other.log]}]}\n",
	})
	c := start(t)
	c.initialize(dir)
	c.settled(filepath.Join(dir, "plain", "a.yaml"))
	want := said(t, dir)
	if len(want) < 5 || !slices.ContainsFunc(want, func(s string) bool { return strings.HasPrefix(s, "overlay/patch.yaml:") }) {
		t.Fatalf("podlint lint says too little for a test: %q", want)
	}
	if diff := cmp.Diff(want, c.shown(dir)); diff != "" {
		t.Errorf("the editor is told otherwise (-lint +editor):\n%s", diff)
	}
	// The same is true after edits, which are saved for podlint lint.
	for i, step := range []struct{ name, from, to string }{
		{"plain/service.yaml", "nowhere", "8080"},
		{"overlay/patch.yaml", "other.log", "app.log"},
		{"base/pod.yaml", "[tail, -f", "[tail, -F"},
		{"plain/broken.yaml", "a: [", "a: b"},
		{".podlint.yaml", "info\nmin", "off\nmin"},
		{"overlay/kustomization.yaml", "resources: [../base]", "resources: [../bas]"},
		{"overlay/kustomization.yaml", "resources: [../bas]", "resources: [../base]"},
	} {
		name := filepath.Join(dir, filepath.FromSlash(step.name))
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), step.from, step.to, 1)
		c.open(name, string(data))
		c.change(name, 2, text)
		c.settled(filepath.Join(dir, "plain", "a.yaml"))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(said(t, dir), c.shown(dir)); diff != "" {
			t.Errorf("edit %d, of %s: the editor is told otherwise (-lint +editor):\n%s", i, step.name, diff)
		}
		c.notify("textDocument/didClose", object{"textDocument": object{"uri": uri(name)}})
	}
	c.exit()
}

// TestBufferWins: what the editor shows is judged, not what the disk holds, until the document is closed.
func TestBufferWins(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	name, fresh := filepath.Join(dir, "a.yaml"), filepath.Join(dir, "new.yaml")
	c := start(t)
	c.initialize(dir)
	c.until(name, func(p published) bool { return len(p.Diagnostics) == 2 && p.Version == nil })
	c.open(name, tailPod)
	c.version(name, 1)
	c.change(name, 2, strings.Replace(tailPod, "tail, -f", "tail, -F", 1))
	if got := codes(c.version(name, 2)); !slices.Equal(got, []string{"sidecar-ignores-sigterm"}) {
		t.Errorf("after an edit: got %q", got)
	}
	c.open(fresh, strings.Replace(tailPod, "name: shop", "name: other", 1)) // which nobody saved
	if got := codes(c.version(fresh, 1)); len(got) != 2 {
		t.Errorf("in a file that is not there yet: got %q", got)
	}
	c.notify("textDocument/didClose", object{"textDocument": object{"uri": uri(name)}})
	c.until(name, func(p published) bool { return len(p.Diagnostics) == 2 && p.Version == nil })
	c.notify("textDocument/didClose", object{"textDocument": object{"uri": uri(fresh)}})
	c.until(fresh, func(p published) bool { return len(p.Diagnostics) == 0 })

	if err := os.WriteFile(name, []byte("a: b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": uri(name), "type": 2}}})
	c.until(name, func(p published) bool { return len(p.Diagnostics) == 0 })
	c.exit()
}

// TestFaultyConfiguration is told where it is written, as one types, and what was said of manifests stays.
func TestFaultyConfiguration(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod, ".podlint.yaml": "rules: {}\n"})
	name, conf := filepath.Join(dir, "a.yaml"), filepath.Join(dir, ".podlint.yaml")
	c := start(t)
	c.initialize(dir)
	c.until(name, func(p published) bool { return len(p.Diagnostics) == 2 })
	c.open(conf, "rules: {}\n")
	c.change(conf, 2, "rules:\n  tail-missing-file-crush: off\n")
	got := c.until(conf, func(p published) bool { return len(p.Diagnostics) == 1 })
	if d := got.Diagnostics[0]; !strings.Contains(d.Message, `did you mean "tail-missing-file-crash"?`) || d.Range.Start != (position{1, 2}) {
		t.Errorf("got %+v, want the nearest rule at 1:2", d)
	}
	if len(c.said[uri(name)].Diagnostics) != 2 {
		t.Errorf("what was said is gone: %+v", c.said[uri(name)])
	}
	c.change(conf, 3, "rules:\n  tail-missing-file-crash: off\n")
	c.until(name, func(p published) bool { return len(p.Diagnostics) == 1 })
	c.until(conf, func(p published) bool { return len(p.Diagnostics) == 0 })
	c.exit()
}

// TestFolders come and go, and a file of none is judged by itself.
func TestFolders(t *testing.T) {
	one, two := write(t, map[string]string{"a.yaml": tailPod}), write(t, map[string]string{"b.yaml": tailPod, "c.yaml": tailPod})
	a, b, alone := filepath.Join(one, "a.yaml"), filepath.Join(two, "b.yaml"), filepath.Join(two, "c.yaml")
	c := start(t)
	c.initialize(one)
	c.until(a, func(p published) bool { return len(p.Diagnostics) == 2 })
	c.open(alone, tailPod)
	c.version(alone, 1)
	if _, told := c.said[uri(b)]; told {
		t.Error("something was said of a file that nobody opened")
	}
	c.notify("textDocument/didClose", object{"textDocument": object{"uri": uri(alone)}})
	c.until(alone, func(p published) bool { return len(p.Diagnostics) == 0 })
	folders := func(added, removed []object) {
		c.notify("workspace/didChangeWorkspaceFolders", object{"event": object{"added": added, "removed": removed}})
	}
	folders([]object{{"uri": uri(two)}}, []object{{"uri": uri(one)}})
	c.until(b, func(p published) bool { return len(p.Diagnostics) == 2 })
	c.until(a, func(p published) bool { return len(p.Diagnostics) == 0 })
	c.exit()
}

// TestConfigurationOfAStranger: a configuration in the folder cannot read what lies outside of its repository, wherever the server was started.
func TestConfigurationOfAStranger(t *testing.T) {
	outside := write(t, map[string]string{"rules/a.rego": "package a\n"})
	dir := write(t, map[string]string{".podlint.yaml": "policies: [" + filepath.Join(outside, "rules") + "]\n", ".git/HEAD": "ref: refs/heads/main\n"})
	t.Chdir(outside)
	c := start(t)
	c.initialize(dir)
	got := c.until(filepath.Join(dir, ".podlint.yaml"), func(p published) bool { return len(p.Diagnostics) > 0 })
	if !strings.Contains(got.Diagnostics[0].Message, "open policy folder") {
		t.Errorf("got %+v, want the folder refused", got.Diagnostics)
	}
	c.exit()
}
