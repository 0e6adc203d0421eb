package config_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/policies"
)

// verdicts is what the reader and the schema say of one file.
type verdicts struct {
	reader []string
	schema error
}

func (v verdicts) String() string {
	return fmt.Sprintf("the reader says %q, the schema %v", v.reader, v.schema)
}

// TestSchemaAgreesOnKnowledge: every entry that podlint ships is one that a user may write, and with one change in it, at each place that there is,
// the reader and the schema for editors take it or refuse it alike.
func TestSchemaAgreesOnKnowledge(t *testing.T) {
	ask := asker(t)
	seen, changes := map[string]bool{}, 0
	for _, list := range []string{"images", "roles", "kinds"} {
		entries := shippedEntries(t, list)
		if v := ask(list, entries...); len(v.reader) > 0 || v.schema != nil {
			t.Fatalf("%s as they are shipped: %s", list, v)
		}
		for _, entry := range entries {
			each(entry, list, func(place string, n *yaml.Node, within *yaml.Node, at int) {
				if seen[place] {
					return
				}
				seen[place] = true
				for what, change := range mutations(n, within, at) {
					undo := change()
					v := ask(list, entry)
					undo()
					changes++
					if told := len(v.reader) > 0; told != (v.schema != nil) && (!told || !slices.Contains(beyondSchema, place)) {
						t.Errorf("%s with %s: %s", place, what, v)
					}
				}
			})
		}
	}
	if len(seen) < 80 || changes < 500 {
		t.Errorf("got %d places and %d changes: the test shows little", len(seen), changes)
	}
}

// beyondSchema are the places of which only the reader tells all that is wrong: the names of roles, which the configuration may add to, and what must fit
// another field of the entry or is an expression of its own.
var beyondSchema = []string{"images.role", "images.settings[].default", "images.door", "images.release.tag"}

// shippedEntries are the items of one of the files of knowledge.
func shippedEntries(t *testing.T, list string) []*yaml.Node {
	t.Helper()
	data, err := policies.FS.ReadFile("knowledge/" + list + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) != 1 || len(doc.Content[0].Content) == 0 {
		t.Fatalf("no entries in %s.yaml: %v", list, err)
	}
	return doc.Content[0].Content
}

// asker asks the reader and the schema about a file with some entries.
func asker(t *testing.T) func(list string, entries ...*yaml.Node) verdicts {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile("../../docs/podlint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(list string, entries ...*yaml.Node) verdicts {
		out, err := yaml.Marshal(map[string]any{list: entries})
		if err != nil {
			t.Fatal(err)
		}
		text := string(out)
		var v verdicts
		_, problems := config.Parse([]byte(text), "c.yaml")
		for _, p := range problems {
			v.reader = append(v.reader, p.String())
		}
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		data, err := jsonschema.UnmarshalJSON(strings.NewReader(string(plain)))
		if err != nil {
			t.Fatal(err)
		}
		v.schema = compiled.Validate(data)
		return v
	}
}

// each hands out every value below n with its place (images.settings.flags; items of lists have that of their list), and where it stands.
func each(n *yaml.Node, place string, use func(place string, n, within *yaml.Node, at int)) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			below := place + "." + n.Content[i].Value
			use(below, n.Content[i+1], n, i+1)
			each(n.Content[i+1], below, use)
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			use(place+"[]", item, n, i)
			each(item, place+"[]", use)
		}
	}
}

// mutations are changes of one value; each returns what takes it back.
func mutations(n, within *yaml.Node, at int) map[string]func() (undo func()) {
	out := map[string]func() func(){}
	for name, text := range map[string]string{
		"a map": "{}", "another map": "{nonsense: 1}", "an empty list": "[]", "a list": "['nonsense ?']", "nothing": "~", "true": "true", "a text of true": "'true'",
		"a number": "7", "a text of a number": "'7'", "a text": "'nonsense ?'", "an empty text": "''",
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			panic(err) // a text of this test
		}
		out[name] = func() func() {
			within.Content[at] = doc.Content[0]
			return func() { within.Content[at] = n }
		}
	}
	if within.Kind == yaml.MappingNode {
		key := within.Content[at-1]
		out["another key"] = func() func() {
			other := *key
			other.Value += "x"
			within.Content[at-1] = &other
			return func() { within.Content[at-1] = key }
		}
		out["no such key"] = func() func() {
			all := within.Content
			within.Content = slices.Delete(slices.Clone(all), at-1, at+1)
			return func() { within.Content = all }
		}
	}
	return out
}

// TestSchemaAgreesOnNothing: a key of which all entries are commented out says nothing, to the reader and to editors.
func TestSchemaAgreesOnNothing(t *testing.T) {
	valid := schemaCheck(t)
	for _, text := range []string{
		"rules:", "policies:", "exclude:", "include:", "roots:", "images:", "roles:", "kinds:", "workloads:", "mirrors:", "overrides:", "render:",
		"render: {helm: }", "render: {helm: {values: , set: , charts: , api-versions: }}",
	} {
		if _, problems := config.Parse([]byte(text), "c.yaml"); len(problems) > 0 {
			t.Errorf("%s: the reader refuses it: %v", text, problems)
		}
		if err := valid(text); err != nil {
			t.Errorf("%s: the schema refuses it: %v", text, err)
		}
	}
	for _, text := range []string{"fail-on:", "kube-version:", "doubts:", "overrides: [~]", "images: [~]", "kinds: [~]", "overrides: [{paths: [a], rules: }]"} {
		if _, problems := config.Parse([]byte(text), "c.yaml"); len(problems) == 0 {
			t.Errorf("%s: the reader takes it", text)
		}
		if valid(text) == nil {
			t.Errorf("%s: the schema takes it", text)
		}
	}
}
