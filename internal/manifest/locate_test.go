package manifest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const located = `# a comment
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {a: b}}
spec:
  securityContext:
  hostNetwork: true
  initContainers:
    - # first
      image: x
      name: init
  containers:
    - name: app # the app
      image: app:1
      args:
        - -c
        - |
          set -e

            exec app
        - >
          folded text
          goes on

          second line
        - "one\ntwo\u00e9\nthree"
        - 'plain'
        - one
          two
      volumeMounts:
        - mountPath: /data
          name: data
        - {name: logs, mountPath: /logs}
    - env: []
  volumes:
    - name: data
    - - nested
`

func TestLocate(t *testing.T) {
	spec := func(elems ...any) Path { return Path{"spec"}.With(elems...) }
	tests := map[string]struct {
		path  Path
		want  Span
		exact bool
	}{
		"scalar":                          {Path{"metadata", "name"}, Span{4, 18, 4, 21}, true},
		"key of a scalar":                 {Path{"metadata", "name", AtKey}, Span{4, 12, 4, 16}, true},
		"key of a missing field":          {spec("containers", 0, "tty", AtKey), Span{13, 13, 13, 16}, false},
		"map under a key":                 {Path{"metadata", "labels"}, Span{4, 23, 4, 29}, true},
		"map under a key over lines":      {Path{"spec"}, Span{5, 1, 5, 5}, true},
		"null that is not written":        {spec("securityContext"), Span{6, 3, 6, 18}, true},
		"root":                            {Path{}, Span{2, 1, 2, 15}, true},
		"item after a comment":            {spec("initContainers", 0), Span{10, 7, 10, 15}, true},
		"item":                            {spec("containers", 0), Span{13, 7, 13, 16}, true},
		"item on one line":                {spec("containers", 0, "volumeMounts", 1), Span{33, 12, 33, 41}, true},
		"item whose first value is empty": {spec("containers", 1), Span{34, 7, 34, 14}, true},
		"list in a list":                  {spec("volumes", 1), Span{37, 7, 37, 15}, true},
		"block scalar":                    {spec("containers", 0, "args", 1), Span{17, 11, 17, 12}, true},
		"index from JSON":                 {spec("containers", float64(0), "args", json.Number("0")), Span{16, 11, 16, 13}, true},

		"first line of a block":  {spec("containers", 0, "args", 1, 0), Span{18, 11, 18, 17}, true},
		"empty line of a block":  {spec("containers", 0, "args", 1, 1), Span{19, 1, 19, 1}, true},
		"deeper line of a block": {spec("containers", 0, "args", 1, 2), Span{20, 13, 20, 21}, true},
		"line after a block":     {spec("containers", 0, "args", 1, 3), Span{17, 11, 17, 12}, false},
		"line of a folded block": {spec("containers", 0, "args", 2, 1), Span{25, 11, 25, 22}, true},
		"line of a quoted text":  {spec("containers", 0, "args", 3, 1), Span{26, 17, 26, 26}, true},
		"last line of a text":    {spec("containers", 0, "args", 3, 2), Span{26, 28, 26, 33}, true},
		"line of a plain text":   {spec("containers", 0, "args", 5, 0), Span{28, 11, 29, 14}, true},
		"only line of a text":    {spec("containers", 0, "args", 4, 0), Span{27, 11, 27, 18}, true},

		"missing under a map":                {Path{"metadata", "annotations", "x"}, Span{4, 1, 4, 9}, false},
		"missing under the pod":              {spec("shareProcessNamespace"), Span{5, 1, 5, 5}, false},
		"missing under an empty key":         {spec("securityContext", "fsGroup"), Span{6, 3, 6, 18}, false},
		"missing at the root":                {Path{"status"}, Span{2, 1, 2, 15}, false},
		"missing in a container":             {spec("containers", 0, "resources", "limits"), Span{13, 13, 13, 16}, false},
		"missing in an init container":       {spec("initContainers", 0, "command"), Span{11, 13, 11, 17}, false},
		"missing item in a container":        {spec("containers", 0, "volumeMounts", 7), Span{13, 13, 13, 16}, false},
		"missing container":                  {spec("containers", 7, "image"), Span{12, 3, 12, 13}, false},
		"missing in a nameless container":    {spec("containers", 1, "image"), Span{34, 7, 34, 14}, false},
		"missing in an item of another list": {spec("volumes", 0, "emptyDir"), Span{36, 7, 36, 17}, false},
		"key below a scalar":                 {spec("hostNetwork", "x"), Span{7, 3, 7, 14}, false},
	}
	o := one(t, located)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, exact := o.Locate(tt.path)
			if diff := cmp.Diff(tt.want, got); diff != "" || exact != tt.exact {
				t.Errorf("exact %v, want %v; %q (-want +got):\n%s", exact, tt.exact, textOf(o.text, got), diff)
			}
		})
	}
}

// TestLocateAfterEscapedBreak: a line of a double-quoted script stands where its words do, not at the backslash before the line break.
func TestLocateAfterEscapedBreak(t *testing.T) {
	o := one(t, "apiVersion: v1\nkind: Pod\nspec:\n  x: \"\\\n     set -e;\\n\\\n    \\  run it;\\n\\\n    end\"\n")
	for line, want := range map[int]Span{0: {5, 6, 5, 13}, 1: {6, 8, 6, 15}, 2: {7, 5, 7, 8}} {
		got, exact := o.Locate(Path{"spec", "x", line})
		if diff := cmp.Diff(want, got); diff != "" || !exact {
			t.Errorf("line %d: exact %v, %q (-want +got):\n%s", line, exact, textOf(o.text, got), diff)
		}
	}
}

func TestLocateInAList(t *testing.T) {
	set := read(t, "a.yaml", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- {}\n- kind: Service\n  apiVersion: v1\n  metadata: {name: b}\n  metadata: {name: c}\n")
	if len(set.Objects) != 2 {
		t.Fatalf("got %d objects, want 2: %v", len(set.Objects), set.Errors)
	}
	o := set.Objects[1]
	if diff := cmp.Diff(Path{"items", 2}, o.Prefix); diff != "" || o.Item != 2 || o.Line != 8 || o.Name != "c" {
		t.Errorf("got item %d at line %d named %q, prefix %v", o.Item, o.Line, o.Name, o.Prefix)
	}
	span, exact := o.Locate(Path{"metadata", "name"})
	if diff := cmp.Diff(Span{11, 20, 11, 21}, span); diff != "" || !exact {
		t.Error(diff)
	}
	want := []Duplicate{{Path: Path{"metadata"}, Key: "metadata", First: Span{10, 3, 10, 11}, Second: Span{11, 3, 11, 11}}}
	if diff := cmp.Diff(want, o.Duplicates); diff != "" {
		t.Error(diff)
	}
	if len(set.Objects[0].Duplicates) != 0 {
		t.Error("the first item has the duplicates of the third")
	}
}

func TestSetLocateFollowsReferences(t *testing.T) {
	set := read(t, "a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: default}\nspec: {type: NodePort}\n")
	in, span, exact := set.Locate(set.Objects[0], Path{"@Service//s", "spec", "type"})
	if in != set.Objects[1] || !exact || span != (Span{8, 14, 8, 22}) {
		t.Errorf("got %v in %s, exact %v", span, in.Kind, exact)
	}
	in, span, exact = set.Locate(set.Objects[0], Path{"@Service//other", "spec"})
	if in != set.Objects[0] || exact || span.Line != 1 {
		t.Errorf("got %v in %s, exact %v", span, in.Kind, exact)
	}
}

func TestLocateAlias(t *testing.T) {
	o := one(t, "apiVersion: v1\nkind: Pod\na: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  l: 2\n")
	for _, path := range []Path{{"b", "k"}, {"c", "k"}} {
		if span, exact := o.Locate(path); !exact || span != (Span{3, 11, 3, 12}) {
			t.Errorf("%v: got %v, exact %v", path, span, exact)
		}
	}
	if span, _ := o.Locate(Path{"b"}); span != (Span{4, 1, 4, 2}) {
		t.Errorf("alias under a key: got %v", span)
	}
}

func TestLocateInJSON(t *testing.T) {
	o := one(t, "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"spec\": {\"containers\": [\n\t\t{\n\t\t\t\"name\": \"é\", \"args\": [\"a\\n\\u00e9b\\nc\"]\n\t\t}\n\t]}\n}\n")
	for name, tt := range map[string]struct {
		path Path
		want Span
	}{
		"item":           {Path{"spec", "containers", 0}, Span{6, 4, 6, 15}},
		"value":          {Path{"spec", "containers", 0, "name"}, Span{6, 12, 6, 15}},
		"line of a text": {Path{"spec", "containers", 0, "args", 0, 1}, Span{6, 30, 6, 37}},
	} {
		t.Run(name, func(t *testing.T) {
			got, exact := o.Locate(tt.path)
			if diff := cmp.Diff(tt.want, got); diff != "" || !exact {
				t.Errorf("%q exact %v\n%s", textOf(o.text, got), exact, diff)
			}
		})
	}
}

func TestTypedLists(t *testing.T) {
	set := read(t, "a.json", `{"apiVersion":"apps/v1","kind":"DeploymentList","items":[{"metadata":{"name":"a"}},{"kind":"X"},5]}`)
	if len(set.Objects) != 1 || set.Objects[0].Kind != "Deployment" || set.Objects[0].APIVersion != "apps/v1" || set.Objects[0].Name != "a" {
		t.Errorf("got %v, errors %v", set.Objects, set.Errors)
	}
	set = read(t, "a.yaml", "apiVersion: example.com/v1\nkind: AllowList\nspec: {}\n")
	if len(set.Objects) != 1 || set.Objects[0].Item != -1 {
		t.Errorf("a kind that ends in List is no list by that alone: got %v", set.Objects)
	}
}

func TestDuplicatesOfOneValue(t *testing.T) {
	for text, want := range map[string]bool{
		"a: 1\na: 1\n": true,
		"a: {b: [x, 1]}\na:\n  b:\n  - \"x\"\n  - 1\n":      true,
		"a: &a {b: 1}\na: *a\n":                             true,
		"a:\na: null\n":                                     true,
		"a: 1\na: \"1\"\n":                                  false,
		"a: [1]\na: [1, 1]\n":                               false,
		"a: {b: 1}\na: {c: 1}\n":                            false,
		`{"apiVersion": "v1", "kind": "X", "a": 1, "a": 1}`: true,
		`{"apiVersion": "v1", "kind": "X", "a": 1, "a": 2}`: false,
	} {
		if !strings.HasPrefix(text, "{") {
			text = "apiVersion: v1\nkind: X\n" + text
		}
		o := read(t, "a.yaml", text).Objects[0]
		if len(o.Duplicates) != 1 || o.Duplicates[0].Same != want {
			t.Errorf("%q: got %+v, want one that is the same: %v", text, o.Duplicates, want)
		}
	}
}
