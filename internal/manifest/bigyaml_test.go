package manifest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/source"
)

// longYAML reads data as what is too long to be held; ok is false when it must be read as a whole.
func longYAML(data []byte, workers int) (*Set, bool) {
	set := Read([]source.File{{Name: "a.yaml", Large: large(data, false)}}, workers)
	return set, set.Sources["a.yaml"] == nil
}

// everyPlace is what said is, and the places of all lines of all texts.
func everyPlace(o *Object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %s", o.Document, said(o))
	visits := 0
	var walk func(at Path, n *Node)
	walk = func(at Path, n *Node) {
		if visits++; visits > 1000 {
			return
		}
		span, exact := o.Locate(at)
		fmt.Fprintf(&b, "%v %v %t\n", at, span, exact)
		if n.Type == String {
			for line := range 4 {
				span, exact = o.Locate(at.With(line))
				fmt.Fprintf(&b, "%v %v %t\n", line, span, exact)
			}
		}
		for i := range n.Fields {
			walk(at.With(n.Fields[i].Key), n.Fields[i].Value)
		}
		for i, item := range n.Items {
			walk(at.With(i), item)
		}
	}
	walk(Path{}, o.Root)
	return b.String()
}

// everything is the objects of a set in the order of their places.
func everything(t *testing.T, set *Set) []*Object {
	t.Helper()
	all := slices.Clone(set.Objects)
	for i := range set.Items.Len() {
		it := set.Items.At(i)
		o, err := it.Load()
		if err != nil {
			t.Fatalf("item %d: %v", i, err)
		}
		if o != nil { // there may be anything in a List
			all = append(all, o)
		}
	}
	slices.SortFunc(all, cmpPlace)
	return all
}

func cmpPlace(a, b *Object) int {
	if a.Document != b.Document {
		return a.Document - b.Document
	}
	return a.Item - b.Item
}

// sameYAML compares a long input with one that is held, and tells whether it was read item by item.
func sameYAML(t *testing.T, data []byte, workers int) (byItem bool) {
	t.Helper()
	got, byItem := longYAML(data, workers)
	want := read(t, "a.yaml", string(data))
	if diff := cmp.Diff(want.Errors, got.Errors); diff != "" || want.Documents != got.Documents || want.Files != got.Files {
		t.Fatalf("%q\ngot %d documents, want %d; errors (-whole +item by item):\n%s", data, got.Documents, want.Documents, diff)
	}
	if !byItem {
		return false
	}
	all := everything(t, got)
	if len(all) != len(want.Objects) {
		t.Fatalf("%q\ngot %d objects, want %d", data, len(all), len(want.Objects))
	}
	held := map[cmpKey]bool{}
	for _, o := range got.Objects {
		held[cmpKey{o.Document, o.Item}] = true
	}
	outlines := map[string]int{}
	for i, o := range want.Objects {
		if held[cmpKey{o.Document, o.Item}] {
			stubHeld(o)
			stubHeld(all[i])
		}
		if diff := cmp.Diff(everyPlace(o), everyPlace(all[i])); diff != "" {
			t.Fatalf("%q\nobject %d (-whole +item by item):\n%s", data, i, diff)
		}
		if !held[cmpKey{o.Document, o.Item}] {
			outlines[string(outline(stub(o.Root, stubbed), objectType{o.APIVersion, o.Kind}).appendJSON(nil))]++
		}
	}
	seen := map[string]int{}
	got.EachOutline(func(o *Object, n int) { seen[string(o.Root.appendJSON(nil))] += n })
	if diff := cmp.Diff(outlines, seen); diff != "" {
		t.Fatalf("%q\noutlines (-whole +item by item):\n%s", data, diff)
	}
	return true
}

type cmpKey struct{ document, item int }

// yamlItems are items as people and programs write them, at indentation 0.
var yamlItems = []string{
	"- apiVersion: v1\n  kind: Pod\n  metadata:\n    labels:\n      app: a\n    name: p1\n    namespace: n\n  spec:\n    containers:\n    - args:\n      - x\n      image: b\n      name: a\n  status:\n    phase: Running\n",
	"- apiVersion: v1\n  kind: Service\n  metadata:\n    name: s\n  spec:\n    selector:\n      app: a\n      app: b\n  status:\n    loadBalancer: {}\n",
	"- apiVersion: v1\n  kind: Pod # é\n  metadata: {name: p2, labels: {data: b}}\n  spec:\n    containers:\n    - name: a\n      args:\n      - |\n        - x\n       \n          - y\n        # no comment\n      - >-\n        folded\n        - text\n\n        end\n      - \"quoted\n        - text\n\n        end\"\n      - plain\n        text\n",
	"- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c\n  data:\n    a: |+\n      - a\n      kind: x\n\n\n",
	"-\n  apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  data: {a: YQ==}\n",
	"-   apiVersion: v1\n    kind: Deployment\n    kind: Deployment\n    spec:\n      template:\n        metadata:\n          labels: {a: b}\n        spec:\n          containers: []\n",
	"- null\n", "- \n", "-\n", "- a b\n   c\n", "- - a\n  - b\n", "- [a, {b: c}]\n", "- ? a\n  : b\n", "- |2\n    - x\n   y\n", "# comment\n", "\n", "   \n", "  # deep\n",
	"- apiVersion: v1\n  kind: Pod\n  metadata:\n    annotations:\n      ignore.podlint.dev/x: \"y\"\n",
	"- metadata:\n    name: x\n  spec:\n    containers: &a\n    - image: x\n",
	"- kind: Kustomization\n  apiVersion: kustomize.config.k8s.io/v1\n",
}

// unlikeYAML are items for which the whole must be read.
var unlikeYAML = []string{
	"- {{ .Values.x }}\n", "- a: {{ b }}\n", "- \"open\n", "- a: [b\n", "- a: b\n c: d\n", "- a: b: c\n", "- *a\n", "- a: &x 1\n  b: *x\n", "\t- a\n", "- a:\n\tb\n", " - a\n",
	"- a: b # podlint:ignore\n", "- a: \u2028\n", "- a: 'x\n- b: y'\n", "---\n", "...\n", "a: b\n", "- \xff\n", "- a: !!int x\n", "- a: 1\r  b: 2\n", "-\ta\n", "- ? a\n", "items:\n- a\n",
}

func indented(text string, by int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			b.WriteString(strings.Repeat(" ", by))
		}
		b.WriteString(line)
	}
	return b.String()
}

func listOf(indent int, items ...string) string {
	return "apiVersion: v1\nitems:\n" + indented(strings.Join(items, ""), indent) + "kind: List\nmetadata:\n  resourceVersion: \"\"\n"
}

func TestYAMLListItemByItem(t *testing.T) {
	tests := map[string]string{
		"PodList, types first": "kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n  spec:\n    containers:\n    - image: x\n",
		"PodList, types last":  "items:\n- metadata: {name: a}\n  spec:\n    containers:\n    - image: x\nkind: PodList\napiVersion: v1\n",
		"marked document":      "# head\n\n---\n# more\n" + listOf(0, yamlItems[0]),
		"BOM":                  "\ufeff" + listOf(2, yamlItems[0], yamlItems[1]),
		"CRLF":                 strings.ReplaceAll(listOf(2, yamlItems[0], yamlItems[2], yamlItems[3]), "\n", "\r\n"),
		"no end of line":       strings.TrimRight("kind: List\napiVersion: v1\nitems:\n"+yamlItems[0]+yamlItems[1], "\n"),
		"cut off in an item":   "kind: List\napiVersion: v1\nitems:\n" + yamlItems[0] + "- apiVersion: v1\n  ki: nd",
		"items at the end":     "kind: List\napiVersion: v1\nitems:\n" + strings.Join(yamlItems[:6], ""),
		"comment behind":       "kind: List\napiVersion: v1\nitems:   \n\n # c\n" + strings.Join(yamlItems[:6], "") + "# end\n",
	}
	for by := range 5 {
		tests[fmt.Sprint("all, indented by ", by)] = listOf(by, yamlItems[:12]...) + "# x\n"
		tests[fmt.Sprint("odd, indented by ", by)] = listOf(by, slices.Concat(yamlItems[:1], yamlItems[13:])...)
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			for _, workers := range []int{1, 3} {
				if !sameYAML(t, []byte(text), workers) {
					t.Errorf("not read item by item:\n%s", text)
				}
			}
		})
	}
}

// TestUnlikeYAMLListIsReadWhole: what is not plainly a List item by item gives what it gives as a whole, errors at their places.
func TestUnlikeYAMLListIsReadWhole(t *testing.T) {
	texts := []string{
		"", "\n", "a", "items:\n", "items: []\nkind: List\napiVersion: v1\n", "items:\nkind: List\napiVersion: v1\n", "items:\n  kind: List\n", "kind: List\napiVersion: v1\nitems: [{a: b}]\n",
		"%YAML 1.1\n---\n" + listOf(0, yamlItems[0]), listOf(0, yamlItems[0]) + "---\n" + listOf(0, yamlItems[0]), "x: \"\n" + listOf(0, yamlItems[0]) + "y: \"\n",
		listOf(0, yamlItems[0]) + "items: []\n", "x: {\n" + listOf(0, yamlItems[0]) + "}\n", "x: &x {items: []}\n" + listOf(0, yamlItems[0]) + "<<: *x\n", "kind: Pod\napiVersion: v1\nitems:\n- a: b\n",
	}
	for _, item := range unlikeYAML {
		for by := range 3 {
			texts = append(texts, listOf(by, yamlItems[0], item), listOf(by, yamlItems[0], item, yamlItems[1]), listOf(by, item, yamlItems[1]))
		}
	}
	for _, text := range texts {
		t.Run("", func(t *testing.T) { sameYAML(t, []byte(text), 1) })
	}
}

// documentOf makes a document of an item.
func documentOf(item string) string {
	return strings.ReplaceAll(strings.ReplaceAll("\n"+item, "\n-", "\n "), "\n  ", "\n")
}

func TestYAMLStreamDocumentByDocument(t *testing.T) {
	var documents, broken []string
	for _, item := range yamlItems {
		documents = append(documents, documentOf(item))
	}
	for _, item := range unlikeYAML {
		if !strings.Contains(item, "podlint:") && !strings.ContainsAny(item, "\u2028\r") && item != "...\n" {
			broken = append(broken, documentOf(item))
		}
	}
	tests := map[string]string{
		"documents":    strings.Join(documents, "---"),
		"marked first": "---\n" + strings.Join(documents, "---\n# comment\n"),
		"empty ones":   "---\n---\n# a\n---\n" + strings.Join(documents, "--- # b\n---"),
		"BOM":          "\ufeff" + strings.Join(documents, "---"),
		"CRLF":         strings.ReplaceAll(strings.Join(documents, "---"), "\n", "\r\n"),
		"broken ones":  strings.Join(slices.Concat(documents, broken, documents), "---"),
		"Lists":        strings.Join([]string{listOf(0, yamlItems[:4]...), documents[0], listOf(2, yamlItems[:4]...), "{\"a\": 1}\n{\"b\": 2}\n", "a: {\n", "%YAML 1.1\n", "a: b\n"}, "---\n"),
		"directives":   "%YAML 1.1\n# c\n---\na: b\n---\n%TAG ! a\n---\nb: c\n",
		"cut off":      strings.Join(documents, "---")[:300],
		"text":         "--- |\n a\n --- b\n--- a\n---",
		"aliases":      "apiVersion: v1\nkind: Pod\nmetadata: &a {name: x, labels: {b: c}}\nspec: *a\n---\n" + documents[0],
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			for _, workers := range []int{1, 3} {
				if !sameYAML(t, []byte(text), workers) {
					t.Errorf("not read document by document:\n%s", text)
				}
			}
		})
	}
}

// FuzzLongYAML: a List or a stream in YAML gives the same objects at the same places, read as a whole or item by item.
func FuzzLongYAML(f *testing.F) {
	for by := range 3 {
		for i, item := range slices.Concat(yamlItems, unlikeYAML) {
			f.Add([]byte(listOf(by, item, yamlItems[i%5], item)))
		}
	}
	f.Add([]byte(strings.Join(yamlItems, "---\n")))
	f.Add([]byte("\ufeff%YAML 1.1\n---\na: b\n...\n---\r\n- b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 1<<14 && (len(data) == 0 || data[0] != '{') {
			sameYAML(t, data, 1)
		}
	})
}
