package cli_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/report"
)

// release writes an archive as a release of podlint has it, with its checksum, below $WORK/releases and sets $ARCHIVE.
func release(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: release VERSION")
	}
	dir := ts.MkAbs(filepath.Join("releases", args[0]))
	ts.Check(os.MkdirAll(dir, 0o755))
	program := []byte("#!/bin/sh\nexit 0\n")
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	archive := tar.NewWriter(zipped)
	ts.Check(archive.WriteHeader(&tar.Header{Name: "podlint", Mode: 0o755, Size: int64(len(program))}))
	_, err := archive.Write(program)
	ts.Check(err)
	ts.Check(archive.Close())
	ts.Check(zipped.Close())
	name := fmt.Sprintf("podlint_%s_%s_%s.tar.gz", strings.TrimPrefix(args[0], "v"), runtime.GOOS, runtime.GOARCH)
	ts.Check(os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644))
	sums := fmt.Sprintf("%x  podlint_0_other.zip\n%x  %s\n", sha256.Sum256(nil), sha256.Sum256(b.Bytes()), name)
	ts.Check(os.WriteFile(filepath.Join(dir, "checksums.txt"), []byte(sums), 0o644))
	ts.Setenv("ARCHIVE", filepath.Join(dir, name))
}

var (
	inputName  = regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`)
	outputName = regexp.MustCompile(`\$\{\{ steps\.([a-z]+)\.outputs\.([a-z-]+) \}\}`)
)

// TestAction holds action.yml against the scripts that it runs: inputs reach them through the environment only, as text in a command
// could be made to run something else.
func TestAction(t *testing.T) {
	var action struct {
		Inputs  map[string]struct{ Description string }
		Outputs map[string]struct{ Value string }
		Runs    struct {
			Using string
			Steps []struct {
				ID, Shell, Run string
				Env            map[string]string
			}
		}
	}
	dir := filepath.Join("..", "..", ".github", "actions", "podlint")
	decode(t, filepath.Join(dir, "action.yml"), &action)
	if action.Runs.Using != "composite" || len(action.Runs.Steps) == 0 {
		t.Fatalf("got %+v, want composite steps", action.Runs)
	}
	used, ids := map[string]bool{}, map[string]string{}
	for _, step := range action.Runs.Steps {
		if strings.Contains(step.Run, "${{") || step.Shell != "bash" {
			t.Errorf("step %q in shell %q has an expression or no bash", step.Run, step.Shell)
		}
		script := read(t, filepath.Join(dir, filepath.Base(strings.Trim(step.Run, `"`))))
		ids[step.ID] = script
		for name, value := range step.Env {
			if name != "ACTION_PATH" && !strings.Contains(script, name) {
				t.Errorf("the script of %q does not use %s", step.Run, name)
			}
			for _, m := range inputName.FindAllStringSubmatch(value, -1) {
				used[m[1]] = true
			}
		}
	}
	for name, input := range action.Inputs {
		if !used[name] || input.Description == "" {
			t.Errorf("input %s is not used or not described", name)
		}
		delete(used, name)
	}
	if len(used) > 0 {
		t.Errorf("steps use inputs that are not declared: %v", used)
	}
	for name, output := range action.Outputs {
		m := outputName.FindStringSubmatch(output.Value)
		if m == nil || !strings.Contains(ids[m[1]], m[2]+"=") {
			t.Errorf("output %s is %q, which no step writes", name, output.Value)
		}
	}
}

// TestGitLabTemplate holds the reports that the job writes against those that it hands to GitLab.
func TestGitLabTemplate(t *testing.T) {
	var template struct {
		Podlint struct {
			Script    []string
			Artifacts struct {
				When    string
				Reports map[string]string
			}
		}
	}
	decode(t, filepath.Join("..", "..", "docs", "ci", "gitlab.yml"), &template)
	job := template.Podlint
	script := strings.Join(job.Script, "\n")
	for kind, format := range map[string]string{"codequality": "gitlab", "junit": "junit"} {
		if want := "-o " + format + "=" + job.Artifacts.Reports[kind]; !strings.Contains(script, want) {
			t.Errorf("%q is missing in %q", want, script)
		}
	}
	if job.Artifacts.When != "always" {
		t.Errorf("got artifacts %q, want always: a job with violations fails", job.Artifacts.When)
	}
}

// TestReleaseFiles keeps what repeats the name of an archive or the version of Go in step.
func TestReleaseFiles(t *testing.T) {
	root := filepath.Join("..", "..")
	var releaser struct {
		Archives []struct {
			Name string `yaml:"name_template"`
		}
		Checksum struct {
			Name string `yaml:"name_template"`
		}
	}
	decode(t, filepath.Join(root, ".goreleaser.yaml"), &releaser)
	install := read(t, filepath.Join(root, ".github", "actions", "podlint", "install.sh"))
	if len(releaser.Archives) != 1 || releaser.Archives[0].Name != "podlint_{{ .Version }}_{{ .Os }}_{{ .Arch }}" ||
		!strings.Contains(install, "podlint_${version#v}_${os}_$arch.") || !strings.Contains(install, "\"$archive\" "+releaser.Checksum.Name) {
		t.Errorf("install.sh does not load what a release holds: %+v", releaser)
	}
	m := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, filepath.Join(root, "go.mod")))
	for _, file := range []string{"docs/ci/Dockerfile", "docs/ci/gitlab.yml", "docs/ci/gitlab-component.yml", "docs/ci/bitbucket-pipelines.yml"} {
		if want := "golang:" + m[1]; !strings.Contains(read(t, filepath.Join(root, file)), want) {
			t.Errorf("%s does not use %s, the version of go.mod", file, want)
		}
	}
}

// TestCIPage demands that the page names every format, and no other.
func TestCIPage(t *testing.T) {
	page := read(t, filepath.Join("..", "..", "docs", "ci.md"))
	var listed []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|").FindAllStringSubmatch(page, -1) {
		listed = append(listed, m[1])
	}
	slices.Sort(listed)
	if !slices.Equal(listed, report.Names()) {
		t.Errorf("got formats %v, want %v", listed, report.Names())
	}
	for _, m := range regexp.MustCompile(`-o ([a-z]+)`).FindAllStringSubmatch(page, -1) {
		if !slices.Contains(report.Names(), m[1]) {
			t.Errorf("%q names no format", m[0])
		}
	}
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestCIPageExamples demands that the inputs and hooks in the examples of the page exist.
func TestCIPageExamples(t *testing.T) {
	root := filepath.Join("..", "..")
	var action struct{ Inputs map[string]any }
	decode(t, filepath.Join(root, ".github", "actions", "podlint", "action.yml"), &action)
	var hooks []struct{ ID string }
	decode(t, filepath.Join(root, ".pre-commit-hooks.yaml"), &hooks)
	type example struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]string
			}
		}
		Repos []struct{ Hooks []struct{ ID string } }
	}
	inputs, ids := 0, 0
	for _, m := range yamlBlock.FindAllStringSubmatch(read(t, filepath.Join(root, "docs", "ci.md")), -1) {
		var e example
		if err := yaml.Unmarshal([]byte(m[1]), &e); err != nil {
			t.Fatalf("%v in\n%s", err, m[1])
		}
		for _, step := range e.Jobs["podlint"].Steps {
			if !strings.HasPrefix(step.Uses, "podlint/podlint/.github/actions/podlint@") {
				continue
			}
			for name := range step.With {
				inputs++
				if _, ok := action.Inputs[name]; !ok {
					t.Errorf("the action has no input %s", name)
				}
			}
		}
		for _, repo := range e.Repos {
			for _, hook := range repo.Hooks {
				ids++
				if !slices.ContainsFunc(hooks, func(h struct{ ID string }) bool { return h.ID == hook.ID }) {
					t.Errorf("there is no hook %s", hook.ID)
				}
			}
		}
	}
	if inputs == 0 || ids == 0 {
		t.Errorf("the page shows %d inputs and %d hooks", inputs, ids)
	}
}

// TestCIPagePins: an action that an example uses is named by the hash of a commit, no version of podlint is named because there is none yet,
// a checkout leaves no credentials behind, and no job has rights that it does not name.
func TestCIPagePins(t *testing.T) {
	page := read(t, filepath.Join("..", "..", "docs", "ci.md"))
	pinned := regexp.MustCompile(`@([0-9a-f]{40} # v\d+\.\d+\.\d+|COMMIT)$`)
	uses := regexp.MustCompile(`(?m)^ *- (?:id: \w+\n *)?uses: (.*)$`).FindAllStringSubmatch(page, -1)
	for _, m := range uses {
		if !pinned.MatchString(m[1]) {
			t.Errorf("%s is not pinned by a hash", m[1])
		}
	}
	if len(uses) < 3 || strings.Count(page, "actions/checkout@") != strings.Count(page, "persist-credentials: false") || !strings.Contains(page, "\npermissions: {}") {
		t.Errorf("got %d actions; want each checkout without credentials, and no rights but those of jobs", len(uses))
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "docs", "ci", "*"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`podlint[^ \n]*@v\d|rev: v\d|PODLINT_VERSION: "?v\d`)
	for _, file := range append(files, filepath.Join("..", "..", "docs", "ci.md"), filepath.Join("..", "..", "README.md")) {
		if found := version.FindString(read(t, file)); found != "" {
			t.Errorf("%s names a version that does not exist: %s", file, found)
		}
	}
}

// TestCIFiles: every pipeline in docs/ci is YAML, is named by the page, and asks for formats that exist.
func TestCIFiles(t *testing.T) {
	page := read(t, filepath.Join("..", "..", "docs", "ci.md"))
	files, err := filepath.Glob(filepath.Join("..", "..", "docs", "ci", "*.yml"))
	if err != nil || len(files) < 4 {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, file := range files {
		text := read(t, file)
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if !strings.Contains(page, "ci/"+filepath.Base(file)) {
			t.Errorf("the page does not name %s", file)
		}
		formats := regexp.MustCompile(`-o ([a-z]+)`).FindAllStringSubmatch(text, -1)
		if len(formats) == 0 {
			t.Errorf("%s writes no report", file)
		}
		for _, m := range formats {
			if !slices.Contains(report.Names(), m[1]) {
				t.Errorf("%s: %q names no format", file, m[0])
			}
		}
	}
}

func TestShellScripts(t *testing.T) {
	shellcheck, err := exec.LookPath("shellcheck")
	if err != nil {
		t.Skip("shellcheck is not installed")
	}
	root := filepath.Join("..", "..")
	scripts, err := filepath.Glob(filepath.Join(root, ".github", "actions", "*", "*.sh"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("got %v, %v", scripts, err)
	}
	scripts = append(scripts, filepath.Join(root, ".ci", "run"), filepath.Join(root, ".ci", "completions"))
	if out, err := exec.CommandContext(t.Context(), shellcheck, scripts...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
