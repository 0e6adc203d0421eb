package pod_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/source"
)

// TestModelPage keeps docs/model.md equal to the schema and to what the builder makes of its example.
func TestModelPage(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(schemaJSON(t), &schema); err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	sb.WriteString(modelIntro)
	for _, s := range objects(schema, "input", "The input") {
		s.write(&sb)
	}
	fmt.Fprintf(&sb, "## Example\n\nThis manifest\n\n```yaml\n%s```\n\nis, to a rule,\n\n```json\n%s```\n", example(t), exampleModel(t))
	golden(t, filepath.Join("..", "..", "docs", "model.md"), []byte(sb.String()))
}

const modelIntro = `# The pod model

<!-- Generated from the Go types by: go test ./internal/pod -update -->

Every rule sees one document per pod, ` + "`input`" + `; ` + "`podlint model FILE`" + ` prints it. Its JSON Schema is
[internal/pod/schema.json](../internal/pod/schema.json). Lists are absent when empty; a number or text that is not known is absent.

Facts carry ` + "`origin`" + ` (declared, flag, env, script, config, image, injected), ` + "`text`" + ` (the words of the manifest) and ` + "`path`" + `. A path leads
from the root of the object to a field; an int after a scalar is a line of its text; a first element such as
` + "`@ConfigMap/shop/web`" + ` makes the rest a path in that other object.

`

// section is one object of the schema.
type section struct {
	title, doc string
	fields     [][3]string
}

func (s section) write(sb *strings.Builder) {
	fmt.Fprintf(sb, "## `%s`\n\n%s.\n\n| field | type | meaning |\n|---|---|---|\n", s.title, strings.TrimSuffix(s.doc, "."))
	for _, f := range s.fields {
		fmt.Fprintf(sb, "| `%s` | %s | %s |\n", f[0], f[1], strings.ReplaceAll(f[2], "|", "\\|"))
	}
	sb.WriteByte('\n')
}

// objects lists an object of the schema and those below it, each shape once.
func objects(s map[string]any, title, doc string) []section {
	props, ok := s["properties"].(map[string]any)
	if !ok {
		return nil
	}
	out := []section{{title: title, doc: upperFirst(doc)}}
	names := make([]string, 0, len(props))
	for n := range props {
		names = append(names, n)
	}
	sort.Strings(names)
	var below []section
	for _, n := range names {
		p := props[n].(map[string]any)
		inner, suffix := p, ""
		if items, ok := p["items"].(map[string]any); ok {
			inner, suffix = items, "[]"
		}
		if values, ok := p["additionalProperties"].(map[string]any); ok {
			inner, suffix = values, ".NAME"
		}
		desc, _ := p["description"].(string)
		out[0].fields = append(out[0].fields, [3]string{n, typeOf(p), desc})
		below = append(below, objects(inner, title+"."+n+suffix, desc)...)
	}
	return append(out, below...)
}

func typeOf(p map[string]any) string {
	t, _ := p["type"].(string)
	if items, ok := p["items"].(map[string]any); ok {
		return "list of " + strings.TrimSuffix(typeOf(items), "s")
	}
	if t == "" {
		return "any"
	}
	return t
}

func upperFirst(s string) string {
	if s == "" {
		return "Its fields"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

const exampleFile = "../../testdata/example/model.yaml"

func example(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func exampleModel(t *testing.T) string {
	t.Helper()
	inputs := build(t, example(t))
	if len(inputs) != 1 {
		t.Fatalf("example holds %d pods", len(inputs))
	}
	data, err := json.MarshalIndent(inputs[0].Pod, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

// base loads the shipped knowledge once.
func base(t testing.TB) *knowledge.Base {
	t.Helper()
	kb, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

// build makes the models of all pods of one YAML text.
func build(t testing.TB, text string) []*pod.Input {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "test.yaml", Data: []byte(text)}}, 1)
	for _, e := range set.Errors {
		t.Fatalf("%s:%d: %s", e.File, e.Line, e.Message)
	}
	b := pod.NewBuilder(set, pod.Options{Knowledge: base(t)})
	var out []*pod.Input
	for _, o := range set.Objects {
		out = append(out, b.Build(o)...)
	}
	for _, in := range out {
		relate.Attach(in)
	}
	return slices.Clip(out)
}
