package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/visible"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const web = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example/app:1
      args: [--log, /var/log/app/app.log]
    - name: streamer
      image: busybox:1.36
      args: [tail, -F, /var/log/app.log]
`

// result has a violation with a related place near by, one with a place in another file, and one without anything.
func result() *lint.Result {
	workload := lint.Workload{APIVersion: "v1", Kind: "Pod", Name: "web", Line: 1}
	hash := strings.Repeat("0f", 32)
	return &lint.Result{
		Sources: map[string][]byte{"web.yaml": []byte(web), "svc.yaml": []byte("kind: Service\nspec:\n  ports:\n    - targetPort: http\n")},
		Violations: []lint.Violation{
			{
				Rule: "app-logs-to-file", Category: "logging", Severity: "warning", Confidence: "strong",
				Message: `container "streamer" tails /var/log/app.log, but "app" writes /var/log/app/app.log`,
				File:    "web.yaml", Line: 12, Column: 24, EndLine: 12, EndColumn: 40,
				Path: manifest.Path{"spec", "containers", 1, "args", 2}, Container: "streamer", Workload: workload,
				Related: []lint.Related{{
					Message: `"app" writes here`, File: "web.yaml", Line: 9, Column: 21, EndLine: 9, EndColumn: 41,
					Path: manifest.Path{"spec", "containers", 0, "args", 1},
				}},
				Fix:         &lint.Fix{Title: "Tail the file that the app writes.", Edits: []lint.Edit{}},
				Fingerprint: hash, Documentation: "https://docs.example/logging/app-logs-to-file.md",
			},
			{
				Rule: "service-port-not-found", Category: "network", Severity: "error", Confidence: "certain",
				Message: `service "web" targets port "http", which no container declares`,
				File:    "web.yaml", Line: 7, Column: 7, EndLine: 9, EndColumn: 20,
				Path: manifest.Path{"spec", "containers", 0}, Workload: workload,
				Related: []lint.Related{{
					Message: "the Service asks for it here", File: "svc.yaml", Line: 4, Column: 19, EndLine: 4, EndColumn: 23,
					Path: manifest.Path{"spec", "ports", 0, "targetPort"},
				}},
				Fingerprint: hash, Documentation: "https://docs.example/network/service-port-not-found.md",
			},
			{
				Rule: "app-logs-to-file", Category: "logging", Severity: "info", Confidence: "strong",
				Message: "once more", File: "web.yaml", Line: 2, Column: 7, EndLine: 2, EndColumn: 10,
				Path: manifest.Path{"kind"}, Workload: workload, Fingerprint: hash,
				Documentation: "https://docs.example/logging/app-logs-to-file.md",
			},
		},
		Summary: lint.Summary{Files: 2, Documents: 2, Workloads: 1, Containers: 2, Errors: 1, Warnings: 1, Infos: 1, DurationMS: 3},
	}
}

func TestText(t *testing.T) {
	tests := map[string]struct {
		res *lint.Result
		opt Options
	}{
		"plain":   {result(), Options{}},
		"color":   {result(), Options{Color: true}},
		"narrow":  {result(), Options{Width: 40}},
		"quiet":   {result(), Options{Quiet: true}},
		"nothing": {&lint.Result{Summary: lint.Summary{Files: 1, Documents: 2, Workloads: 1, Containers: 3}}, Options{}},
		"errors":  {&lint.Result{Errors: []lint.Error{{File: "a.yaml"}}}, Options{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			golden(t, "text-"+name+".txt", render(t, Text, tt.res, tt.opt))
		})
	}
}

func TestTextEscapesWhatATerminalWouldActOn(t *testing.T) {
	res := &lint.Result{
		Sources: map[string][]byte{"a\x1b.yaml": []byte("name: a\x1b[2Jb\u202ec\xff\x07\n")},
		Violations: []lint.Violation{{
			Rule: "r", Severity: "error", Message: "name \x1b]0;x\x07\nsecond line", File: "a\x1b.yaml", Line: 1, Column: 7, EndLine: 1, EndColumn: 9,
			Fix: &lint.Fix{Title: "do\x1b[0m"}, Documentation: "https://x/\x1b",
			Related: []lint.Related{{Message: "here\x1b", File: "a\x1b.yaml", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}},
		}},
	}
	got := string(render(t, Text, res, Options{}))
	if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !visible.Shown(r, 1) }); i >= 0 {
		t.Errorf("byte %d is a control character: %q", i, got)
	}
	if !strings.Contains(got, `a\x1b[2Jb\u202ec\xff\a`) {
		t.Errorf("source line is not shown escaped:\n%s", got)
	}
}

func TestTextReportsAFailingWriter(t *testing.T) {
	want := errors.New("disk full")
	if err := Text(failing{want}, result(), Options{}); !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func render(t *testing.T, format Format, res *lint.Result, opt Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format(&b, res, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

// TestSamePlaceIsDrawnOnce: what is related to the very place of a violation is said beside its carets.
func TestSamePlaceIsDrawnOnce(t *testing.T) {
	res := result()
	v := res.Violations[0]
	v.Related = append(v.Related, lint.Related{Message: "here, too", File: v.File, Line: v.Line, Column: v.Column, EndLine: v.EndLine, EndColumn: v.EndColumn})
	res.Violations = []lint.Violation{v}
	got := string(render(t, Text, res, Options{Quiet: true}))
	if want := "|                        ^^^^^^^^^^^^^^^^ here, too\n"; !strings.Contains(got, want) || strings.Count(got, "12 |") != 1 {
		t.Errorf("got:\n%s\nwant in it:\n%s", got, want)
	}
}
