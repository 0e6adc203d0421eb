//go:build unix

package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/report"
)

// files is how many files there are beside the overlays.
const files = 7

// TestSameBytes: whatever surrounds a run, it writes the same bytes, in every format and with overlays.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	for i := range files {
		text := strings.ReplaceAll(pair, "name: web", fmt.Sprintf("name: web%d", i%5))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.yaml", i)), []byte(text+"---\n"+text+"---\na: b: c\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range overlays() {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	writeChart(t, filepath.Join(dir, "chart"))
	// The root of the repository, which reports for code hosts go by, must not depend on the working directory.
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	r := &sameRuns{dir: dir, random: rand.New(rand.NewPCG(1, 2)), helm: installedHelm(), want: map[bool]string{}}
	runs := 100
	if testing.Short() {
		runs = 10
	}
	for i := range runs {
		r.run(t, i%10 == 0)
	}
}

// sameRuns are runs over one folder.
type sameRuns struct {
	dir    string
	random *rand.Rand
	helm   string          // empty when there is none
	want   map[bool]string // by whether the run renders the chart, which takes longer than all else
}

func (r *sameRuns) pick(values ...string) string { return values[r.random.IntN(len(values))] }

func (r *sameRuns) run(t *testing.T, chart bool) {
	t.Helper()
	out := t.TempDir()
	args := []string{"lint", "--workers", r.pick("1", "2", "3", "9")}
	for _, format := range report.Names() {
		args = append(args, "-o", format+"="+filepath.Join(out, format))
	}
	args = append(args, shuffled(r.random, r.dir)...)
	path := os.Getenv("PATH")
	if chart && r.helm != "" {
		path = filepath.Dir(r.helm) + string(filepath.ListSeparator) + path
		args = append(args, filepath.Join(r.dir, "chart"))
	}
	cmd := podlint(t, r.pick(r.dir, filepath.Join(r.dir, "base")), args...)
	cmd.Env = append(os.Environ(), "PATH="+path, "GOMAXPROCS="+r.pick("1", "2", "8"), "TZ="+r.pick("UTC", "Pacific/Kiritimati", "America/St_Johns"),
		"LC_ALL="+r.pick("C", "de_DE.UTF-8", "tr_TR.UTF-8"), "LANG="+r.pick("C", "ja_JP.UTF-8"), "GOGC="+r.pick("", "10", "off"))
	said, err := cmd.CombinedOutput()
	if status := exitStatus(err); status != 3 {
		t.Fatalf("got status %d, want 3:\n%s", status, said)
	}
	got := string(said) + reports(t, out)
	if chart && r.helm != "" && !strings.Contains(got, "chart/templates/pod.yaml") {
		t.Fatalf("the chart is not in the report:\n%s", said)
	}
	if r.want[chart] == "" {
		r.want[chart] = got
	}
	if got != r.want[chart] {
		t.Fatalf("%v writes other bytes (-before +now):\n%s", args, cmp.Diff(r.want[chart], got))
	}
}

func writeChart(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "templates"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n", "values.yaml": "name: web\n",
		"templates/pod.yaml": strings.ReplaceAll(pair, "name: web", "name: {{ .Values.name }}"),
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// shuffled names the inputs one by one in any order.
func shuffled(random *rand.Rand, dir string) []string {
	var names []string
	for i := range files {
		names = append(names, filepath.Join(dir, fmt.Sprintf("%02d.yaml", i)))
	}
	for name := range overlays() {
		names = append(names, filepath.Join(dir, filepath.FromSlash(name)))
	}
	slices.Sort(names)
	random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// overlays are a base, two overlays, and one that cannot be built.
func overlays() map[string]string {
	const overlay = "namePrefix: %s-\nresources: [../base]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: web}\n" +
		"    spec: {volumes: [{name: more, emptyDir: {}}]}\n"
	return map[string]string{
		"base/kustomization.yaml": "resources: [pod.yaml]\n", "base/pod.yaml": pair,
		"dev/kustomization.yaml": fmt.Sprintf(overlay, "dev"), "prod/kustomization.yaml": fmt.Sprintf(overlay, "prod"),
		"broken/kustomization.yaml": "resources: [none.yaml, ../base]\n",
	}
}

// took matches what a report says of the time that a run took.
var took = regexp.MustCompile(`"duration_ms": ?\d+| time="[\d.]+"`)

// reports joins the reports in a folder, each under the name of its format.
func reports(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, format := range report.Names() {
		data, err := os.ReadFile(filepath.Join(dir, format))
		if err != nil || len(data) == 0 {
			t.Fatalf("%s: %d bytes, %v", format, len(data), err)
		}
		fmt.Fprintf(&all, "%s:\n%s\n", format, took.ReplaceAll(data, nil))
	}
	return all.String()
}
