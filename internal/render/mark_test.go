package render

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// TestMarks: of two objects of one name, which only their files tell apart, each is led to its own, and no mark is left in it, however the files are written.
func TestMarks(t *testing.T) {
	const other = `# a comment
apiVersion: v1
kind: Pod
metadata: # of it
  # more of it

  name: &name web
  labels: {app: *name}
  namespace: two
spec:
  containers:
  - {name: app, image: two}
`
	marked := strings.ReplaceAll(other, "  namespace: two\n", "  namespace: two\n  annotations:\n    note: |\n      a text\n")
	for name, test := range map[string]struct {
		text   string
		marked bool
	}{
		"in a map that is made":  {other, true},
		"beside another one":     {marked, true},
		"with ends of lines":     {strings.ReplaceAll(marked, "\n", "\r\n"), true},
		"two in one":             {"---\n" + strings.ReplaceAll(other, "two", "three") + "---\n" + other, true},
		"flow":                   {"apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: two}\nspec: {containers: [{name: app, image: two}]}\n", false},
		"json":                   {"{\n \"apiVersion\": \"v1\", \"kind\": \"Pod\",\n \"metadata\":\n {\n  \"name\": \"web\", \"namespace\": \"two\"},\n \"spec\": {\"containers\": [{\"name\": \"app\", \"image\": \"two\"}]}}\n", false},
		"with an anchor":         {strings.ReplaceAll(other, "metadata: #", "metadata: &m #"), false},
		"with one in a line":     {strings.ReplaceAll(other, "  # more of it\n", "  &m\n"), false},
		"with a key alone":       {strings.ReplaceAll(other, "  namespace: two\n", "  annotations: # none\n  namespace: two\n"), true},
		"with a key at the end":  {strings.ReplaceAll(other, "  namespace: two\n", "  namespace: two\n  annotations:\n"), true},
		"with null":              {strings.ReplaceAll(other, "  namespace: two\n", "  namespace: two\n  annotations: null\n"), false},
		"with an explicit key":   {strings.ReplaceAll(other, "  namespace: two\n", "  namespace: two\n  ? annotations\n"), false},
		"with empty annotations": {strings.ReplaceAll(other, "  namespace: two\n", "  namespace: two\n  annotations: {}\n"), false},
	} {
		docs, errs := manifest.Documents(source.File{Data: []byte(test.text)})
		f := &sourceFile{data: []byte(test.text), documents: docs}
		if got := f.markedAs("/w/b.yaml", false); len(errs) > 0 || (got != nil) != test.marked {
			t.Errorf("%s: marked: %t, want %t; errors %v\n%s", name, got != nil, test.marked, errs, got)
		}
		p, _ := counted(t, memory{
			"/w/kustomization.yaml": "resources: [a.yaml, b.yaml]\ncommonAnnotations: {more: x}\n", "/w/a.yaml": strings.ReplaceAll(other, "two", "one"), "/w/b.yaml": test.text,
		}, "kustomization.yaml")
		if got := messages(p); len(got) > 0 || len(p.parts) != 1 {
			t.Errorf("%s: got %d builds and %q", name, len(p.parts), got)
			continue
		}
		for namespace, file := range map[string]string{"one": "a.yaml", "two": "b.yaml"} {
			o := p.parts[0].Find("Pod", namespace, "web")
			if o == nil || o.File != file {
				t.Errorf("%s: the pod of %s is not that of %s", name, namespace, file)
				continue
			}
			if text, _ := o.Root.MarshalJSON(); strings.Contains(string(text), mark) || !strings.Contains(string(text), `"more":"x"`) {
				t.Errorf("%s: got %s", name, text)
			}
		}
	}
}
