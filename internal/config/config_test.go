package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/policy"
)

func rules() []policy.Rule {
	number := map[string]any{"type": "integer"}
	return []policy.Rule{
		{ID: "app-logs", Category: "logging", Severity: "warning", Parameters: map[string]policy.Parameter{"minutes": {Schema: number, Default: 3}}},
		{ID: "log-loop", Category: "logging", Severity: "error"},
		{ID: "port", Category: "network", Severity: "info"},
	}
}

func TestResolve(t *testing.T) {
	tests := map[string]struct {
		text    string
		want    config.Effect
		problem string
	}{
		"a rule wins over its category": {
			text: "rules: {log-loop: on, logging: off}",
			want: config.Effect{Off: map[string]bool{"app-logs": true, "log-loop": false}},
		},
		"severity of a category": {
			text: "rules: {logging: info, app-logs: error}",
			want: config.Effect{
				Off:      map[string]bool{"app-logs": false, "log-loop": false},
				Severity: map[string]string{"app-logs": "error", "log-loop": "info"},
			},
		},
		"parameters": {
			text: "rules: {app-logs: {minutes: 7}}",
			want: config.Effect{
				Off:        map[string]bool{"app-logs": false},
				Parameters: map[string]map[string]any{"app-logs": {"minutes": 7}},
			},
		},
		"a known name that is not loaded": {text: "rules: {other: off}"},
		"misspelt rule":                   {text: "rules:\n  app-lgos: off", problem: `c.yaml:2:3: unknown rule or category "app-lgos"; did you mean "app-logs"?`},
		"unknown rule":                    {text: "rules: {something-else: off}", problem: "podlint rules lists them"},
		"misspelt parameter":              {text: "rules:\n  app-logs: {minute: 7}", problem: `c.yaml:2:14: rule app-logs has no parameter "minute"`},
		"wrong type":                      {text: "rules:\n  app-logs: {minutes: soon}", problem: "c.yaml:2:23: parameter minutes of rule app-logs: "},
		"no parameters":                   {text: "rules:\n  port: {minutes: 7}", problem: `c.yaml:2:10: rule port has no parameters, got "minutes"`},
		"parameters of a category":        {text: "rules:\n  logging: {minutes: 7}", problem: "a category takes a severity only"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			conf, problems := config.Parse([]byte(tt.text), "c.yaml")
			got, more := conf.Resolve(rules(), []string{"other"})
			problems = append(problems, more...)
			if tt.problem != "" {
				if len(problems) != 1 || !strings.Contains(problems[0].String(), tt.problem) {
					t.Errorf("got %v, want %q", problems, tt.problem)
				}
				return
			}
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(tt.want, dropEmpty(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func dropEmpty(e config.Effect) config.Effect {
	if len(e.Off) == 0 {
		e.Off = nil
	}
	if len(e.Severity) == 0 {
		e.Severity = nil
	}
	if len(e.Parameters) == 0 {
		e.Parameters = nil
	}
	return e
}

func TestShowIsAConfiguration(t *testing.T) {
	conf, problems := config.Parse([]byte(strings.Replace(full, "ports: on", "port: off", 1)), "c.yaml")
	effect, more := conf.Resolve(rules(), nil)
	if problems = append(problems, more...); len(problems) > 0 {
		t.Fatal(problems)
	}
	text, err := conf.Show(rules(), effect, "error")
	if err != nil {
		t.Fatal(err)
	}
	again, problems := config.Parse([]byte(text), "c.yaml")
	shown, more := again.Resolve(rules(), nil)
	if problems = append(problems, more...); len(problems) > 0 {
		t.Fatalf("%v in\n%s", problems, text)
	}
	effect.Severity["log-loop"] = "error" // the rule's own, which Show spells out; it is off, though
	if diff := cmp.Diff(effect.Off, shown.Off); diff != "" {
		t.Errorf("off (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(conf.Images, again.Images); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(conf.Kinds, again.Kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestWanted(t *testing.T) {
	conf := &config.Config{Dir: filepath.FromSlash("/repo"), Exclude: []string{"vendor/", "*.gen.yaml", "charts/*/out", "/top.yaml"}, Include: []string{"deploy", "**/keep.yaml"}}
	tests := map[string]struct {
		path   string
		folder bool
		want   bool
	}{
		"the root":              {"/repo", true, true},
		"included":              {"/repo/deploy/a.yaml", false, true},
		"included by name":      {"/repo/x/keep.yaml", false, true},
		"not included":          {"/repo/x/other.yaml", false, false},
		"a folder on the way":   {"/repo/x", true, true},
		"excluded folder":       {"/repo/deploy/vendor", true, false},
		"in an excluded folder": {"/repo/deploy/vendor/b/a.yaml", false, false},
		"a file called so":      {"/repo/deploy/vendor", false, true},
		"excluded by ending":    {"/repo/deploy/a.gen.yaml", false, false},
		"excluded with star":    {"/repo/charts/a/out/keep.yaml", false, false},
		"anchored":              {"/repo/deploy/top.yaml", false, true},
		"outside":               {"/elsewhere/a.gen.yaml", false, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := conf.Wanted(tt.path, tt.folder); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(root, "repo", "a", "b")
	for _, dir := range []string{deep, filepath.Join(root, "repo", ".git"), filepath.Join(root, "alone", "c")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(parts ...string) string {
		p := filepath.Join(append([]string{root}, parts...)...)
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	find := func(dir, want string) {
		t.Helper()
		if got, err := config.Find(dir); got != want || err != nil {
			t.Errorf("from %s: got %q, %v; want %q", dir, got, err, want)
		}
	}
	write(".podlint.yaml")
	find(deep, "") // what lies above the repository is nobody's
	top := write("repo", ".podlint.yaml")
	find(deep, top)
	find(deep, top)
	find(deep, top)
	near := write("repo", "a", ".podlint.yml")
	find(deep, near)
	find(filepath.Join(root, "repo"), top)
	write("alone", ".podlint.yaml")
	find(filepath.Join(root, "alone", "c"), "") // no repository: only the folder itself
	find(filepath.Join(root, "alone"), filepath.Join(root, "alone", ".podlint.yaml"))
	write("repo", "a", ".podlint.yaml")
	if _, err := config.Find(deep); err == nil || !strings.Contains(err.Error(), "keep one of them") {
		t.Errorf("got %v, want an error about two files", err)
	}
}

// TestOverrides: an override is about the files that it names, below the folder of the configuration; the later one wins.
func TestOverrides(t *testing.T) {
	conf, problems := config.Parse([]byte(`
rules: {log-loop: off, app-logs: error}
overrides:
  - paths: [tests/, "*.dev.yaml"]
    rules: {logging: info}
  - paths: [tests/strict]
    rules: {app-logs: warning, log-loop: off}
`), "c.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	conf.Dir = filepath.FromSlash("/repo")
	effect, problems := conf.Resolve(rules(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if effect.Nowhere()["log-loop"] {
		t.Error("a rule that an override switches on is off everywhere")
	}
	for name, want := range map[string][2]string{
		"/repo/a.yaml":              {"off", "error"},
		"/repo/tests/a.yaml":        {"info", "info"},
		"/repo/deep/x.dev.yaml":     {"info", "info"},
		"/repo/tests/strict/a.yaml": {"off", "warning"},
		"/other/tests/a.yaml":       {"off", "error"},
		"<stdin>":                   {"off", "error"},
	} {
		e := conf.EffectIn(effect, name)
		for i, id := range []string{"log-loop", "app-logs"} {
			got := e.Severity[id]
			if e.Off[id] {
				got = "off"
			}
			if got != want[i] {
				t.Errorf("%s: got %s %q, want %q", name, id, got, want[i])
			}
		}
	}
	if _, problems := (&config.Config{Overrides: []config.Override{{Paths: []string{"a"}, Rules: []config.Setting{{Name: "log-lop", State: "off"}}}}}).Resolve(rules(), nil); len(problems) != 1 {
		t.Errorf("got %v, want one problem with a rule that there is not", problems)
	}
}
