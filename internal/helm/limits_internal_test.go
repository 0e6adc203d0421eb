package helm

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/source"
)

// script renders charts that have files of ci/ with a program that is no helm, and returns the errors and how often it was run.
func script(t *testing.T, l limits, body string, charts ...string) (errs []string, runs int) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	dir := t.TempDir()
	program, count := filepath.Join(dir, "helm"), filepath.Join(dir, "count")
	write := func(name, text string) {
		t.Helper()
		if err := writeFile(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	write("helm", "#!/bin/sh\necho run >>'"+count+"'\n"+body+"\n")
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, name := range charts {
		write(name+"/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n")
		write(name+"/ci/one-values.yaml", "a: 1\n")
		dirs = append(dirs, filepath.ToSlash(filepath.Join(dir, name)))
	}
	name := func(abs string) string { return strings.TrimPrefix(abs, filepath.ToSlash(dir)+"/") }
	res := renderWithin(t.Context(), Project{Tree: source.Disk{Dir: dir}, Name: name}, dirs, Options{Program: program}, l)
	for _, e := range res.Errors {
		errs = append(errs, fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message))
	}
	counted, _ := os.ReadFile(count) // none: it was never run
	return errs, strings.Count(string(counted), "run")
}

func TestGivesUpAfterThree(t *testing.T) {
	l := usualLimits()
	l.run = 100 * time.Millisecond
	errs, runs := script(t, l, "exec sleep 60", "a", "b", "c", "d")
	if runs > maxGivenUp+workers()-1 {
		t.Errorf("helm was run %d times, want at most %d", runs, maxGivenUp+workers()-1)
	}
	if len(errs) == 0 || errs[0] != "a/Chart.yaml:1: cannot render the chart: helm took longer than 100ms" {
		t.Fatalf("got %q", errs)
	}
	if want := "d/Chart.yaml:1: cannot render the chart: the runs of helm before it took too long"; errs[len(errs)-1] != want {
		t.Errorf("got %q, want %q once", errs, want)
	}
}

func TestBoundForAllCharts(t *testing.T) {
	l := usualLimits()
	l.all = 0
	errs, runs := script(t, l, "exit 0", "a", "b")
	if want := "[a/Chart.yaml:1: cannot render the chart: all charts together take longer than 0s b/Chart.yaml:1: cannot render the chart: all charts together take longer than 0s]"; fmt.Sprint(errs) != want || runs > 0 {
		t.Errorf("got %q after %d runs, want %s", errs, runs, want)
	}
}

func TestBoundForOneChart(t *testing.T) {
	l := usualLimits()
	l.output = 10
	errs, runs := script(t, l, "echo 'a: longer than ten bytes'", "a")
	if len(errs) != 1 || !strings.Contains(errs[0], "is more than 10 bytes") || runs > 3 {
		t.Errorf("got %q after %d runs", errs, runs)
	}
}
