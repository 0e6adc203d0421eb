package explain_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/rulestest"
)

const policiesDir = "../../policies"

// shipped loads the rules as they lie in the working copy, so that a new file counts at once.
func shipped(t *testing.T) (explain.Judge, []policy.Rule) {
	t.Helper()
	engine, problems := policy.Load([]policy.Source{{FS: os.DirFS(policiesDir)}}, policy.Options{Schema: pod.Schema})
	for _, p := range problems {
		t.Error(p)
	}
	base, err := knowledge.Load(os.DirFS(policiesDir + "/knowledge"))
	if err != nil {
		t.Fatal(err)
	}
	return explain.Judge{Engine: engine, Pods: pod.Options{Knowledge: base}, Docs: docs}, engine.Rules()
}

// TestRules walks every rule's folder: each bad fixture gives exactly the violations that its # want comments expect, each good one
// gives none, and no part of a rule is missing.
func TestRules(t *testing.T) {
	judge, rules := shipped(t)
	fsys := os.DirFS(policiesDir)
	t.Run("folders", func(t *testing.T) { checkFolders(t, fsys, rules) })
	for _, rule := range rules {
		checkFixtures(t, judge, rule, fsys)
	}
}

func checkFixtures(t *testing.T, judge explain.Judge, rule policy.Rule, fsys fs.FS) {
	query, problems := judge.Engine.Prepare(t.Context(), []string{rule.ID})
	for _, p := range problems {
		t.Error(p)
	}
	dir := path.Dir(rule.File)
	checkFixed(t, judge, rule, query, fsys)
	for _, kind := range []string{explain.Bad, explain.Good} {
		cases, err := explain.Cases(fsys, dir, kind)
		if err != nil {
			t.Fatal(err)
		}
		if len(cases) == 0 {
			t.Errorf("%s: want at least one fixture in %s/", dir, kind)
		}
		for _, c := range cases {
			t.Run(path.Join(rule.Category, rule.ID, kind, c.Name), func(t *testing.T) {
				file := path.Join("policies", c.File)
				got := rulestest.Test{File: file}
				rulestest.Check(&got, kind, c.Data, judge.Run(t.Context(), query, rule, file, c.Data))
				if got.Status != rulestest.Pass {
					t.Errorf("%s:%d: %s", got.File, got.Line, got.Message)
				}
				for _, d := range got.Diff {
					t.Error(d)
				}
			})
		}
	}
}

// checkFixed mends each bad fixture whose violations have a fix, and wants what stands in fixed/.
func checkFixed(t *testing.T, judge explain.Judge, rule policy.Rule, query *policy.Query, fsys fs.FS) {
	bad, err := explain.Cases(fsys, path.Dir(rule.File), explain.Bad)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range bad {
		t.Run(path.Join(rule.Category, rule.ID, explain.Fixed, c.Name), func(t *testing.T) {
			got, fixes, refused := rulestest.Mended(t.Context(), c.File, c.Data, func(data []byte) *lint.Result {
				return judge.Run(t.Context(), query, rule, c.File, data)
			})
			want, err := fs.ReadFile(fsys, path.Join(path.Dir(rule.File), explain.Fixed, path.Base(c.File)))
			switch {
			case refused != nil:
				t.Error(refused)
			case !fixes && err == nil:
				t.Error("fixed/ holds what no fix makes")
			case fixes && string(got) != string(want):
				t.Errorf("want podlint test --update; the fixes make\n%s", got)
			}
		})
	}
}

// checkFolders finds what listing the rules alone cannot: folders without a rule, without tests, and files that nothing reads.
func checkFolders(t *testing.T, fsys fs.FS, rules []policy.Rule) {
	known := map[string]bool{}
	for _, r := range rules {
		known[path.Dir(r.File)] = true
	}
	folders, err := fs.Glob(fsys, "rules/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range folders {
		if !known[dir] {
			t.Errorf("%s: want a rule in %s.rego with METADATA", dir, path.Base(dir))
			continue
		}
		if err := checkFolder(fsys, dir); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func checkFolder(fsys fs.FS, dir string) error {
	name := path.Base(dir)
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == explain.Fixed })
	missing := []string{name + ".rego", name + "_test.rego", explain.Bad, explain.Good}
	for _, e := range entries {
		i := slices.Index(missing, e.Name())
		if i < 0 {
			return fmt.Errorf("unexpected %s: a rule folder holds %s.rego, %s_test.rego, bad/, good/ and fixed/", e.Name(), name, name)
		}
		missing = slices.Delete(missing, i, i+1)
	}
	if len(missing) > 0 {
		return fmt.Errorf("missing %s", strings.Join(missing, ", "))
	}
	return nil
}
