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

// TestSameBytes: whatever surrounds a run, it writes the same bytes, in every format and with overlays.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
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
	// The root of the repository, which reports for code hosts go by, must not depend on the working directory.
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	runs := 100
	if testing.Short() {
		runs = 10
	}
	want := ""
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(values ...string) string { return values[random.IntN(len(values))] }
	for range runs {
		out := t.TempDir()
		args := []string{"lint", "--workers", pick("1", "2", "3", "9")}
		for _, format := range report.Names() {
			args = append(args, "-o", format+"="+filepath.Join(out, format))
		}
		args = append(args, shuffled(random, dir)...)
		cmd := podlint(t, pick(dir, filepath.Join(dir, "base")), args...)
		cmd.Env = append(os.Environ(), "GOMAXPROCS="+pick("1", "2", "8"), "TZ="+pick("UTC", "Pacific/Kiritimati", "America/St_Johns"),
			"LC_ALL="+pick("C", "de_DE.UTF-8", "tr_TR.UTF-8"), "LANG="+pick("C", "ja_JP.UTF-8"), "GOGC="+pick("", "1", "off"))
		said, err := cmd.CombinedOutput()
		if got := exitStatus(err); got != 3 {
			t.Fatalf("got status %d, want 3:\n%s", got, said)
		}
		got := string(said) + reports(t, out)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("%v writes other bytes (-before +now):\n%s", cmd.Args, cmp.Diff(want, got))
		}
	}
}

// shuffled names the inputs one by one in any order.
func shuffled(random *rand.Rand, dir string) []string {
	var names []string
	for i := range 12 {
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
