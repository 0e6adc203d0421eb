package config_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/knowledge"
)

const full = `rules:
  logging: off
  app-logs: {severity: error, minutes: 5}
  ports: on
policies: [rules]
exclude: [vendor/, "*.gen.yaml"]
include: ["deploy/**"]
fail-on: error
kube-version: "v1.31.2"
images:
  - id: ours
    match: ["**/ours"]
    role: guard
    lifetime: endless
mirrors: {registry.corp/hub: docker.io, "mirror.corp:5000": quay.io}
overrides:
  - paths: [tests/, "*.dev.yaml"]
    rules: {logging: off, app-logs: {minutes: 2}}
kinds:
  - {kind: Canary, group: example.com, template: spec.stages.*.template}
  - {kind: Blue, template: spec.template}
render:
  enabled: false
  helm: {values: [deploy/prod.yaml], set: ["image.tag=1=2"], release: shop, namespace: front}
require-reason: true
roles: [{id: guard, serves: always, path: inward}]
`

func TestParse(t *testing.T) {
	got, problems := config.Parse([]byte(full), "c.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := &config.Config{
		File: "c.yaml",
		Rules: []config.Setting{
			{Name: "logging", At: config.Position{Line: 2, Column: 3}, State: "off"},
			{
				Name: "app-logs", At: config.Position{Line: 3, Column: 3}, Severity: "error",
				Parameters: []config.Parameter{
					{Name: "minutes", At: config.Position{Line: 3, Column: 31}, Value: 5, Place: config.Position{Line: 3, Column: 40}},
				},
			},
			{Name: "ports", At: config.Position{Line: 4, Column: 3}, State: "on"},
		},
		Policies: []config.Folder{{Path: "rules", At: config.Position{Line: 5, Column: 12}}},
		Exclude:  []string{"vendor/", "*.gen.yaml"}, Include: []string{"deploy/**"},
		FailOn: "error", KubeVersion: "1.31",
		Images:  []knowledge.Image{{ID: "ours", Match: []string{"**/ours"}, Role: "guard", Lifetime: "endless"}},
		Roles:   []knowledge.Role{{ID: "guard", Serves: "always", Path: "inward"}},
		Mirrors: []knowledge.Mirror{{Prefix: "mirror.corp:5000", Origin: "quay.io"}, {Prefix: "registry.corp/hub", Origin: "docker.io"}},
		Overrides: []config.Override{{
			Paths: []string{"tests/", "*.dev.yaml"},
			Rules: []config.Setting{
				{Name: "logging", At: config.Position{Line: 18, Column: 13}, State: "off"},
				{Name: "app-logs", At: config.Position{Line: 18, Column: 27}, Parameters: []config.Parameter{
					{Name: "minutes", At: config.Position{Line: 18, Column: 38}, Value: 2, Place: config.Position{Line: 18, Column: 47}},
				}},
			},
		}},
		Kinds: []knowledge.Kind{
			{Group: "example.com", Kind: "Canary", Template: []string{"spec.stages.*.template"}},
			{Kind: "Blue", Template: []string{"spec.template"}},
		},
		Render: config.Render{Off: true, Helm: config.Helm{
			Values: []config.Folder{{Path: "deploy/prod.yaml", At: config.Position{Line: 24, Column: 19}}}, Set: []string{"image.tag=1=2"}, Release: "shop", Namespace: "front",
		}},
		RequireReason: true,
	}
	if at := got.At["require-reason"]; at.Line < 10 || at.Column != 1 {
		t.Errorf("got require-reason at %v, want its line", at)
	}
	got.At = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// faulty are files with one fault each and the line that is said about it.
func faulty() map[string]struct{ text, want string } {
	return map[string]struct{ text, want string }{
		"unknown key":              {"rulez: {}\n", `c.yaml:1:1: unknown key "rulez" in the configuration; did you mean "rules"?`},
		"no map":                   {"- a\n", "c.yaml:1:1: want a map for the configuration, got a list"},
		"syntax":                   {"rules: {\n", "c.yaml:1:1: did not find expected node content"},
		"two documents":            {"rules: {}\n---\nrules: {}\n", "want one document, got a second one"},
		"key twice":                {"fail-on: error\nfail-on: info\n", `c.yaml:2:1: key "fail-on" is given twice in the configuration`},
		"threshold":                {"fail-on: eror\n", `c.yaml:1:10: want one of error, warning, info, never for fail-on, got "eror"; did you mean "error"?`},
		"severity":                 {"rules:\n  a: warn\n", `c.yaml:2:6: want one of`},
		"severity in a map":        {"rules:\n  a: {severity: high}\n", `c.yaml:2:17: want one of off, error, warning, info for severity, got "high"`},
		"list of rules":            {"rules: [a]\n", "c.yaml:1:8: want a map for rules, got a list"},
		"version as number":        {"kube-version: 1.30\n", "c.yaml:1:15: want a version in quotes"},
		"version":                  {"kube-version: new\n", `c.yaml:1:15: want a version such as "1.31" for kube-version, got "new"`},
		"pattern":                  {"exclude: ['a[']\n", `c.yaml:1:11: pattern "a[" is malformed`},
		"negated pattern":          {"exclude: ['!a']\n", "name what is meant, not what is not"},
		"one pattern":              {"include: a\n", `want a list for include, got "a"`},
		"empty pattern":            {"include: ['']\n", "c.yaml:1:11: want a text"},
		"boolean":                  {"require-reason: 'yes'\n", `want true or false for require-reason, got "yes"`},
		"kind without path":        {"kinds:\n  - kind: A\n", `c.yaml:2:5: kind "A": want one of template`},
		"kind with bad path":       {"kinds:\n  - {kind: A, template: spec..x}\n", "c.yaml:2:25: want a path such as spec.template"},
		"unknown in kind":          {"kinds:\n  - {kind: A, templat: spec}\n", `c.yaml:2:15: unknown key "templat" in a kind, did you mean "template"?`},
		"workload of another tool": {"workloads:\n  - {kind: A, podTemplatePath: spec..x}\n", "c.yaml:2:32: want a path such as spec.template"},
		"runs of a kind":           {"kinds:\n  - {kind: A, template: spec, runs: ever}\n", `c.yaml:2:37: unknown runs "ever", want one of always, to-completion`},
		"two places":               {"kinds:\n  - {kind: A, template: spec, objects: spec}\n", "want one of template"},
		"a version in a group":     {"kinds:\n  - {kind: A, group: a/v1, template: spec}\n", `c.yaml:2:22: group "a/v1" holds a version`},
		"mirror of a name":         {"mirrors: {hub: docker.io}\n", `c.yaml:1:11: want a registry such as docker.io`},
		"mirror with a slash":      {"mirrors: {a.b/: docker.io}\n", "c.yaml:1:11: want a registry"},
		"mirror of an image":       {"mirrors: {a.b/c: 'docker.io/nginx:1'}\n", "c.yaml:1:18: want a registry"},
		"list of mirrors":          {"mirrors: [a.b]\n", "c.yaml:1:10: want a map for mirrors, got a list"},
		"override without paths":   {"overrides:\n  - {rules: {a: off}}\n", "c.yaml:2:5: an override needs paths and rules"},
		"override without rules":   {"overrides:\n  - {paths: [a]}\n", "c.yaml:2:5: an override needs paths and rules"},
		"negated override":         {"overrides:\n  - {paths: ['!a'], rules: {a: off}}\n", `c.yaml:2:14: pattern "!a" is negated`},
		"severity in override":     {"overrides:\n  - {paths: [a], rules: {a: warn}}\n", "c.yaml:2:29: want one of"},
		"unknown in override":      {"overrides:\n  - {path: [a], rules: {a: off}}\n", `c.yaml:2:6: unknown key "path" in an override; did you mean "paths"?`},
		"image key":                {"images:\n  - id: a\n    mach: [b]\n", `c.yaml:3:5: unknown key "mach" in an item of images, did you mean "match"?`},
		"image without role":       {"images:\n  - {id: a, match: [b], lifetime: endless}\n", "c.yaml:2:5: role is missing"},
		"image twice":              {"images:\n  - &a {id: a, match: [b], role: app, lifetime: endless}\n  - {id: a, match: [b], role: app, lifetime: endless}\n", `c.yaml:3:10: image "a" is given twice, first on line 2`},
		"unknown in render":        {"render: {helmm: {}}\n", `c.yaml:1:10: unknown key "helmm" in render; did you mean "helm"?`},
		"unknown in helm":          {"render: {helm: {value: []}}\n", `c.yaml:1:17: unknown key "value" in helm; did you mean "values"?`},
		"rendering":                {"render: {enabled: 'no'}\n", `want true or false for enabled, got "no"`},
		"one file of values":       {"render: {helm: {values: a.yaml}}\n", `want a list for values, got "a.yaml"`},
		"setting":                  {"render: {helm: {set: [image.tag]}}\n", `c.yaml:1:23: want KEY=VALUE such as image.tag=1.2 for set, got "image.tag"`},
		"setting of nothing":       {"render: {helm: {set: ['=1']}}\n", "want KEY=VALUE"},
		"release":                  {"render: {helm: {release: -f}}\n", `c.yaml:1:26: want lower-case letters, digits and - for release, got "-f"`},
		"namespace":                {"render: {helm: {namespace: a.b}}\n", `want lower-case letters, digits and - for namespace, got "a.b"`},
		"folder of policies":       {"policies: [{a: b}]\n", "c.yaml:1:12: want a text for a folder of policies, got a map"},
	}
}

func TestParseFaults(t *testing.T) {
	for name, tt := range faulty() {
		t.Run(name, func(t *testing.T) {
			_, problems := config.Parse([]byte(tt.text), "c.yaml")
			if len(problems) == 0 || !strings.Contains(problems[0].String(), tt.want) {
				t.Errorf("got %v, want %q", problems, tt.want)
			}
		})
	}
}

// schemaCheck validates a text as an editor would.
func schemaCheck(t *testing.T) func(text string) error {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile("../../docs/podlint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) error {
		raw, err := yaml.YAMLToJSONStrict([]byte(text))
		if err != nil {
			return err
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
		if err != nil {
			return err
		}
		return compiled.Validate(doc)
	}
}

// TestSchema holds the schema for editors to what the reader takes and refuses.
func TestSchema(t *testing.T) {
	check := schemaCheck(t)
	for name, text := range map[string]string{"full": full, "initial": config.Initial, "empty": "# nothing\n"} {
		t.Run(name, func(t *testing.T) {
			if _, problems := config.Parse([]byte(text), "c.yaml"); len(problems) > 0 {
				t.Errorf("the reader refuses it: %v", problems)
			}
			if err := check(text); err != nil {
				t.Errorf("the schema refuses it: %v", err)
			}
		})
	}
	beyond := []string{"pattern", "image twice", "two documents"} // a schema cannot tell
	for name, tt := range faulty() {
		t.Run(name, func(t *testing.T) {
			if err := check(tt.text); (err == nil) != slices.Contains(beyond, name) {
				t.Errorf("got %v from the schema", err)
			}
		})
	}
}

// TestPage holds the examples of docs/configuration.md to the reader, and demands that every key is in them.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 1 {
		t.Fatalf("got %d YAML blocks, want one with all keys", len(blocks))
	}
	conf, problems := config.Parse([]byte(blocks[0][1]), "docs/configuration.md")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	fields := reflect.ValueOf(*conf)
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if name != "Dir" && name != "Root" && name != "RequireReason" && fields.Field(i).IsZero() {
			t.Errorf("the example says nothing of %s", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(config.Initial))
	for _, tt := range faulty() {
		f.Add([]byte(tt.text))
	}
	f.Add([]byte("rules: &a {b: *a}\n"))
	f.Add([]byte("rules: {a: &x {b: [*x]}}\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		conf, problems := config.Parse(data, "c.yaml")
		_, more := conf.Resolve(nil, nil)
		for _, p := range append(problems, more...) {
			if p.File != "c.yaml" || p.Message == "" || strings.Contains(p.Message, "\n") {
				t.Errorf("got %q, want a place and one line", p)
			}
		}
	})
}

// TestInitialStaysValid: the file that config init writes is valid, for podlint and for editors, whichever of its commented lines is taken
// in: each alone, and all of them.
func TestInitialStaysValid(t *testing.T) {
	lines := strings.Split(config.Initial, "\n")
	setting := regexp.MustCompile(`^# ( *(- |[a-z-]+:( |$)).*)$`)
	valid := schemaCheck(t)
	all, found := slices.Clone(lines), 0
	check := func(name string, lines []string) {
		text := strings.Join(lines, "\n")
		if _, problems := config.Parse([]byte(text), "x.yaml"); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		if err := valid(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i, line := range lines {
		m := setting.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "yaml-language-server") {
			continue
		}
		found++
		all[i] = m[1]
		one := slices.Clone(lines)
		one[i] = m[1]
		check(m[1], one)
	}
	check("all", all)
	if found < 8 {
		t.Errorf("got %d commented settings: is their form another one now?", found)
	}
}

// TestSyntaxIsToldAsInManifests: what is no YAML is said with its column.
func TestSyntaxIsToldAsInManifests(t *testing.T) {
	_, problems := config.Parse([]byte("rules:\n\tlogging: off\n"), "x.yaml")
	if len(problems) != 1 || problems[0].Line != 2 || problems[0].Column != 1 || !strings.Contains(problems[0].Message, "a tab is used for indentation") {
		t.Errorf("got %+v, want the tab at 2:1", problems)
	}
}

// TestAllFaultsOfAnEntry: one run shows everything that is wrong with an image.
func TestAllFaultsOfAnEntry(t *testing.T) {
	_, problems := config.Parse([]byte("images:\n  - idd: a\n    matches: [b]\n    user: root\n  - id: b\n    shell: maybe\n"), "x.yaml")
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	if want := "2:5 3:5 4:11 6:12"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want faults at %s: %v", got, want, problems)
	}
}
