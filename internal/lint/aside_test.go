package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

func TestAsides(t *testing.T) {
	for _, tt := range []struct {
		paths  []string
		file   string
		folder string
		steps  int
	}{
		{[]string{"."}, "py/tests/testdata/pod.yaml", "testdata", 2},
		{[]string{"."}, "py/Tests/pod.yaml", "Tests", 1},
		{[]string{"."}, "operator/src/test/resources/pod.yaml", "src/test", 2},
		{[]string{"."}, "overlays/test/pod.yaml", "", 0},
		{[]string{"."}, "ci/pod.yaml", "", 0},
		{[]string{"."}, "charts/web/examples/full/rendered/pod.yaml", "examples", 1},
		{[]string{"."}, "latests/test/pod.yaml", "", 0},
		{[]string{"tests"}, "tests/pod.yaml", "", 0},
		{[]string{"./tests/"}, "tests/pod.yaml", "", 0},
		{[]string{"tests"}, "tests/testdata/pod.yaml", "testdata", 2},
		{[]string{".", "examples"}, "examples/pod.yaml", "", 0},
		{[]string{"examples", "."}, "examples/pod.yaml", "", 0},
		{[]string{"testdata/pod.yaml"}, "testdata/pod.yaml", "", 0},
		{[]string{"deploy"}, "examples/pod.yaml", "", 0},
		{[]string{"."}, "../examples/pod.yaml", "", 0},
		{[]string{".."}, "../examples/pod.yaml", "examples", 1},
		{[]string{"/r"}, "/r/examples/pod.yaml", "examples", 1},
		{[]string{"/"}, "/r/e2e/pod.yaml", "e2e", 1},
		{[]string{"-"}, "<stdin>", "", 0},
	} {
		if folder, steps := asides(t, tt.paths...)(tt.file, false); folder != tt.folder || steps != tt.steps {
			t.Errorf("%v, %s: got %q, %d, want %q, %d", tt.paths, tt.file, folder, steps, tt.folder, tt.steps)
		}
	}
}

// TestAsidesAreDocumented: the page names each folder beside what it is worth, and no other.
func TestAsidesAreDocumented(t *testing.T) {
	page, err := os.ReadFile(filepath.FromSlash("../../docs/configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]int64{}, map[string]int64{}
	for _, f := range base.Folders {
		want[f.Name] = f.Lowers
	}
	for line := range strings.Lines(string(page)) {
		names, steps, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		worth := map[string]int64{"one step |": 1, "two steps: an error is an info |": 2}[strings.TrimSpace(steps)]
		for name := range strings.SplitSeq(names, ", ") {
			if worth > 0 {
				got[strings.Trim(name, "`")] = worth
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-knowledge +page):\n%s", diff)
	}
}

func asides(t *testing.T, paths ...string) func(string, bool) (string, int) {
	t.Helper()
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return lint.Asides(base, paths)
}

// TestAsideLowersTheSeverity goes by what was rendered where something was, and by the file else.
func TestAsideLowersTheSeverity(t *testing.T) {
	for _, tt := range []struct {
		name   string
		render *manifest.Render
		file   string
		want   string // severity, or doubt
	}{
		{"plain", nil, "deploy/pod.yaml", "error"},
		{"tests", nil, "tests/pod.yaml", "warning"},
		{"testdata", nil, "testdata/pod.yaml", "info"},
		{"template", &manifest.Render{From: "deploy"}, "tests/pod.yaml", "error"},
		{"example", &manifest.Render{From: "examples/web (ci/full-values.yaml)"}, "base/pod.yaml", "warning"},
		{"values of CI", &manifest.Render{From: "charts/web (ci/full-values.yaml)"}, "base/pod.yaml", "warning"},
		{"values of CI and the chart's own", &manifest.Render{From: "charts/web (ci/full-values.yaml)", Also: []string{"charts/web"}}, "base/pod.yaml", "error"},
		{"other values", &manifest.Render{From: "charts/web (values-prod.yaml)"}, "base/pod.yaml", "error"},
		{"chart of CI", &manifest.Render{From: "ci/web"}, "base/pod.yaml", "error"},
		{"deployed", &manifest.Render{From: `examples/web as Application "web" deploys it`}, "base/pod.yaml", "error"},
		{"deployed as well", &manifest.Render{From: "examples/web", Also: []string{"deploy/web"}}, "base/pod.yaml", "error"},
		{"two", &manifest.Render{From: "testdata/web", Also: []string{"examples/web"}}, "base/pod.yaml", "warning"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opt := compile(t, "error", `violation contains {"msg": "x", "path": ["spec"]} if input.pod`)
			v := runAside(t, opt, tt.file, tt.render)
			if v.Severity != tt.want || v.Doubt {
				t.Errorf("got %s (doubt %t), want %s", v.Severity, v.Doubt, tt.want)
			}
			if (v.SeverityReason == "") != (tt.want == "error") {
				t.Errorf("got reason %q", v.SeverityReason)
			}
		})
	}
}

func TestAsideAddsToTheEvidence(t *testing.T) {
	opt := compile(t, "error", fmt.Sprintf(certain, 1, false, "rests on a guess", ""))
	v := runAside(t, opt, "testdata/pod.yaml", nil)
	if !v.Doubt || v.Severity != "info" || v.SeverityReason != "rests on a guess; what lies in testdata/ seldom runs" {
		t.Errorf("got %s (doubt %t, %s)", v.Severity, v.Doubt, v.SeverityReason)
	}
	opt = compile(t, "error", fmt.Sprintf(certain, 0, true, "rests on a guess", ""))
	if v := runAside(t, opt, "testdata/pod.yaml", nil); !v.Doubt || v.SeverityReason != "rests on a guess" {
		t.Errorf("a doubt: got %s (doubt %t, %s)", v.Severity, v.Doubt, v.SeverityReason)
	}
}

func runAside(t *testing.T, opt lint.Options, file string, render *manifest.Render) lint.Violation {
	t.Helper()
	set := manifest.Read([]source.File{{Name: file, Data: []byte(twoContainers)}}, 1)
	set.Objects[0].Render = render
	if render != nil {
		render.Locate = func(manifest.Path) (manifest.Place, bool) { return manifest.Place{File: file}, false }
	}
	opt.Builder, opt.Aside = pod.NewBuilder(set, pod.Options{}), asides(t, ".")
	res := lint.Run(t.Context(), set, opt)
	if len(res.Violations) != 1 {
		t.Fatalf("got %+v, want one violation", res)
	}
	return res.Violations[0]
}
