package policy_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

// files is a user's folder "own".
func files(texts map[string]string) policy.Source {
	tree := fstest.MapFS{}
	for name, text := range texts {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return policy.Source{Name: "own", FS: tree}
}

// problemsOf loads and compiles.
func problemsOf(t *testing.T, sources ...policy.Source) []string {
	t.Helper()
	e, problems := policy.Load(sources, policy.Options{})
	if len(problems) == 0 {
		_, problems = e.Prepare(t.Context(), nil)
	}
	out := make([]string, 0, len(problems))
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

const (
	rulePackage = "package podlint.rules.coupling.a\n"
	violation   = "\nviolation contains {\"msg\": \"x\", \"path\": []} if input.pod\n"
)

func TestProblems(t *testing.T) {
	parameters := strings.Replace(header, "#   fix: Do it.\n", `#   fix: Do it.
#   parameters:
#     limit:
#       description: How many.
#       schema: {type: integer, minimum: 1}
#       default: 0
`, 1)
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"fine", header + rulePackage + violation, []string{}},
		{"syntax error", header + rulePackage + "\nviolation contains {\n", []string{
			"own/a.rego:13:1: parse: unexpected eof token: expected rule key term (e.g., violation contains <VALUE> { ... })",
		}},
		{"no METADATA", rulePackage + violation, []string{
			"own/a.rego:1:1: rule has no METADATA: expected a comment that starts with # METADATA right before the package",
		}},
		{"METADATA is no YAML", "# METADATA\n# title: [\n" + rulePackage + violation, []string{
			"own/a.rego:2:1: parse METADATA: did not find expected node content",
		}},
		{"METADATA is a list", "# METADATA\n# - title\n" + rulePackage + violation, []string{
			"own/a.rego:2:1: parse METADATA: expected keys such as title and description",
		}},
		{"misspelt key", strings.Replace(header, "title:", "titel:", 1) + rulePackage + violation, []string{
			`own/a.rego:2:3: read METADATA: METADATA has no title`,
			`own/a.rego:2:3: read METADATA: unknown key "titel" in METADATA, did you mean "title"?`,
		}},
		{"misspelt custom key", strings.Replace(header, "  fix:", "  fixx:", 1) + rulePackage + violation, []string{
			`own/a.rego:7:5: read METADATA: custom has no fix`,
			`own/a.rego:9:5: read METADATA: unknown key "fixx" in custom, did you mean "fix"?`,
		}},
		{"picture that is no flag", strings.Replace(header, "severity: warning", "severity: warning\n#   picture: big", 1) + rulePackage + violation, []string{
			`own/a.rego:8:14: read METADATA: picture is neither true nor false`,
		}},
		{"unknown severity", strings.Replace(header, "severity: warning", "severity: eror", 1) + rulePackage + violation, []string{
			`own/a.rego:7:15: read METADATA: unknown severity "eror", expected one of error, warning, info, did you mean "error"?`,
		}},
		{"no resources", strings.Replace(header, "related_resources:\n#   - ref: https://kubernetes.io/docs/\n", "related_resources: []\n", 1) +
			rulePackage + violation, []string{
			`own/a.rego:4:22: read METADATA: related_resources holds nothing, expected at least one source that backs the rule`,
		}},
		{"bad link", strings.Replace(header, "https://kubernetes.io/docs/", "see docs", 1) + rulePackage + violation, []string{
			`own/a.rego:5:12: read METADATA: ref "see docs" is no link, expected https://...`,
		}},
		{"default does not fit", parameters + rulePackage + violation, []string{
			`own/a.rego:14:18: read METADATA: default of parameter limit: must be greater than or equal to 1`,
		}},
		{"misspelt keyword of a schema", strings.Replace(parameters, "minimum: 1", "minimun: 1", 1) + rulePackage + violation, []string{
			`own/a.rego:13:33: read METADATA: schema of parameter limit: JSON Schema has no keyword "minimun", did you mean "minimum"?`,
		}},
		{"misspelt words inside a schema", strings.Replace(parameters, "{type: integer, minimum: 1}", "{type: array, items: {properties: {n: {type: [strin, 'null'], minLenght: 2}}, x-note: 1}}", 1) + rulePackage + violation, []string{
			`own/a.rego:13:63: read METADATA: schema of parameter limit: type "strin", expected one of array, boolean, integer, null, number, object, string, did you mean "string"?`,
			`own/a.rego:13:79: read METADATA: schema of parameter limit: JSON Schema has no keyword "minLenght", did you mean "minLength"?`,
		}},
		{"no violation", header + rulePackage + "\nother := 1\n", []string{
			`own/a.rego:10:1: rule has no violation: expected violation contains {"msg": ..., "path": ...} if {...}`,
		}},
		{"violation is no set", header + rulePackage + "\nviolation := []\n", []string{
			`own/a.rego:12:1: declare violation as a set: violation contains {...} if {...}`,
		}},
		{"forbidden call", header + rulePackage + "\nviolation contains {\"msg\": http.send({}).body} if input.pod\n", []string{
			`own/a.rego:12:28: rules may not call http.send: it reaches out to the network`,
		}},
		{"nondeterministic call", header + rulePackage + "\nviolation contains {\"msg\": sprintf(\"%d\", [time.now_ns()])} if input.pod\n", []string{
			`own/a.rego:12:43: rules may not call time.now_ns: its answer changes from run to run`,
		}},
		{"misspelt call", header + rulePackage + "\nviolation contains {\"msg\": sprntf(\"%d\", [1])} if input.pod\n", []string{
			`own/a.rego:12:28: undefined function sprntf, did you mean "sprintf"?`,
		}},
		{"misspelt import", header + rulePackage + "\nimport data.podlint.rules.coupling.b\n\nviolation contains {\"msg\": \"x\"} if b.x\n", []string{
			`own/a.rego:12:8: nothing is called data.podlint.rules.coupling.b, did you mean "data.podlint.rules.coupling.a"?`,
		}},
		{"unsafe variable", header + rulePackage + "\nviolation contains {\"msg\": x} if input.pod\n", []string{
			`own/a.rego:12:28: var x is unsafe`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problemsOf(t, files(map[string]string{"a.rego": tt.text}))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSnippet(t *testing.T) {
	_, problems := policy.Load([]policy.Source{files(map[string]string{"a.rego": header + rulePackage + "\nviolation contains := 1\n"})}, policy.Options{})
	if len(problems) != 1 || problems[0].Line != 12 || problems[0].Snippet != "violation contains := 1" {
		t.Errorf("got %+v, want the line of the source", problems)
	}
}

func TestFrame(t *testing.T) {
	for _, tt := range []struct {
		name string
		give policy.Problem
		want []string
	}{
		{"caret", policy.Problem{Line: 9, Column: 3, Snippet: "a bad"}, []string{"  |", "9 | a bad", "  |   ^"}},
		{"tabs", policy.Problem{Line: 12, Column: 4, Snippet: "\ta.b"}, []string{"   |", "12 |     a.b", "   |       ^"}},
		{"beyond the line", policy.Problem{Line: 1, Column: 99, Snippet: "äb"}, []string{"  |", "1 | äb", "  |   ^"}},
		{"no column", policy.Problem{Line: 1, Snippet: "ab"}, []string{"  |", "1 | ab", "  | ^"}},
		{"no line", policy.Problem{}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.give.Frame()); diff != "" {
				t.Errorf("frame (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDuplicateRule(t *testing.T) {
	got := problemsOf(t, files(map[string]string{
		"x/a.rego": header + rulePackage + violation,
		"y/a.rego": header + "package podlint.rules.logging.a\n" + violation,
	}))
	if want := []string{"own/y/a.rego:10:1: rule a is already declared in own/x/a.rego:10"}; !cmp.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestShippedPackageEqualsFolder(t *testing.T) {
	src := files(map[string]string{"rules/coupling/b/b.rego": header + rulePackage + violation})
	src.Name = ""
	want := []string{"rules/coupling/b/b.rego:10:1: package podlint.rules.coupling.a belongs in rules/coupling/a/a.rego"}
	if got := problemsOf(t, src); !cmp.Equal(want, got) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestUnknownRule(t *testing.T) {
	e, _ := policy.Load([]policy.Source{files(map[string]string{"a.rego": header + strings.Replace(rulePackage, ".a", ".long_name", 1) + violation})}, policy.Options{})
	_, problems := e.Prepare(t.Context(), []string{"long-nam"})
	if len(problems) != 1 || problems[0].Message != `unknown rule "long-nam", did you mean "long-name"?` {
		t.Errorf("got %v", problems)
	}
}

// TestUserLibrary: a module that states no rule is a library, compiled when a rule refers to it.
func TestUserLibrary(t *testing.T) {
	src := files(map[string]string{
		"lib/lib.rego":    "package mine.lib\n\nname := \"from the library\"\n",
		"lib/broken.rego": "package mine.broken\n\nbad := http.send({})\n",
		"a.rego":          header + rulePackage + "\nimport data.mine.lib\n\nviolation contains {\"msg\": lib.name, \"path\": []} if input.pod\n",
	})
	got, err := prepare(t, src, policy.Options{}).Eval(t.Context(), map[string]any{"pod": true})
	if err != nil || len(got) != 1 || got[0].Message != "from the library" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestSchemaFindsMisspeltField(t *testing.T) {
	schema, err := os.ReadFile("../pod/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	src := files(map[string]string{"a.rego": header + rulePackage + "\nviolation contains {\"msg\": \"x\"} if {\n\tsome v in input.pod.volumes\n\tv.kinnd == \"secret\"\n}\n"})
	e, problems := policy.Load([]policy.Source{src}, policy.Options{Schema: schema})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	_, problems = e.Prepare(t.Context(), nil)
	if len(problems) != 1 || problems[0].String() != `own/a.rego:14:4: v has no field "kinnd", did you mean "kind"?` {
		t.Errorf("got %v, want the misspelt field", problems)
	}
}

func TestParameters(t *testing.T) {
	text := strings.Replace(header, "#   fix: Do it.\n", `#   fix: Do it.
#   parameters:
#     limit:
#       description: How many.
#       schema: {type: integer, minimum: 1}
#       default: 3
`, 1)
	e, problems := policy.Load([]policy.Source{files(map[string]string{"a.rego": text + rulePackage + violation})}, policy.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := map[string]map[string]any{"a": {"limit": float64(3)}}
	if diff := cmp.Diff(want, policy.Defaults(e.Rules())); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		settings map[string]any
		want     string
	}{
		{map[string]any{"limit": 5}, ""},
		{map[string]any{"limit": 0}, "parameter limit of rule a: must be greater than or equal to 1"},
		{map[string]any{"limit": "x"}, "parameter limit of rule a: expected integer, given: string"},
		{map[string]any{"limt": 1}, `rule a has no parameter "limt", expected one of limit, did you mean "limit"?`},
	} {
		got := ""
		if err := e.Rules()[0].CheckParameters(tt.settings); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.settings, got, tt.want)
		}
	}
}

// FuzzLoad: any bytes are a policy or a problem, never a crash.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "\x00", "package", "package podlint.rules.a.b", header + rulePackage + violation, header, "# METADATA\n# &a [*a]\n" + rulePackage,
		header + "package podlint.rules[\"x.y\"].z\n" + violation, "package podlint.rules.a.b\nviolation contains violation if violation[_]\n",
		header + rulePackage + "violation contains x if { some x in input.pod.a; _f(x) }\n_f(x) if _f(x)\n",
		header + rulePackage + "violation contains {\"msg\": 1} if { x := input.pod.containers[_]; y = x; z := y[w] }\n",
		"# METADATA\n# custom:\n#   parameters:\n#     a: {schema: {$ref: 'http://x/'}, default: .nan, description: x}\n" + rulePackage + violation,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		e, _ := policy.Load([]policy.Source{files(map[string]string{"a.rego": string(text)})}, policy.Options{})
		q, problems := e.Prepare(t.Context(), nil)
		if len(problems) == 0 && q == nil {
			t.Error("neither a query nor a problem")
		}
	})
}
