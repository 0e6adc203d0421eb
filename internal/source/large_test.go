package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// content reads a file however it is handed out.
func content(t *testing.T, f File) string {
	t.Helper()
	if f.Large == nil {
		return string(f.Data)
	}
	data, err := io.ReadAll(io.NewSectionReader(f.Large, 0, f.Large.Size))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestHold(t *testing.T) {
	json, yaml := "\ufeff \n{"+strings.Repeat("x", 100), "a: "+strings.Repeat("x", 100)
	objects := "\ufeff# c\napiVersion: v1\n" + yaml
	tests := []struct {
		name, text string
		opt        Options
		large      bool
		fails      string
	}{
		{"JSON", json, Options{Hold: 50}, true, ""},
		{"JSON that is shorter", json, Options{Hold: 200}, false, ""},
		{"JSON, everything is held", json, Options{}, false, ""},
		{"JSON above the most that is held", json, Options{Hold: 50, MaxBytes: 60}, true, ""},
		{"JSON above the most that is read", json, Options{Hold: 1, MaxBytes: 1}, false, "larger than"},
		{"YAML", yaml, Options{Hold: 50}, false, ""},
		{"objects in YAML", objects, Options{Hold: 50}, true, ""},
		{"a stream of YAML", "# c\n---\n" + yaml, Options{Hold: 50, MaxBytes: 60}, true, ""},
		{"objects in YAML that are shorter", objects, Options{Hold: 200}, false, ""},
		{"objects in YAML above the most that is read", objects, Options{Hold: 1, MaxBytes: 1}, false, "larger than"},
		{"no text", objects + "\x00", Options{Hold: 50}, false, "NUL"},
		{"YAML above the most that is held", yaml, Options{Hold: 50, MaxBytes: 60}, false, "larger than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			name := filepath.Join(t.TempDir(), "a.json")
			if err := os.WriteFile(name, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, arg := range []string{name, "-"} {
				tt.opt.Stdin = iotest.OneByteReader(strings.NewReader(tt.text))
				files, failed := Read(t.Context(), []string{arg}, tt.opt)
				if tt.fails != "" {
					if len(failed) != 1 || !strings.Contains(failed[0].Message, tt.fails) {
						t.Errorf("%s: got errors %v, want one with %q", arg, failed, tt.fails)
					}
					continue
				}
				if len(files) != 1 || len(failed) > 0 || files[0].Large != nil != tt.large || content(t, files[0]) != tt.text {
					t.Errorf("%s: got %+v, %v; want its text, large: %t", arg, files, failed, tt.large)
				}
			}
			if left, err := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 || err != nil {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestStandardInputThatBreaksOff(t *testing.T) {
	for _, hold := range []int64{10, 1000} {
		broken := io.MultiReader(strings.NewReader("{"+strings.Repeat(" ", 100)), iotest.ErrReader(errors.New("the line went dead")))
		files, failed := Read(t.Context(), []string{"-"}, Options{Hold: hold, Stdin: broken})
		if len(files) > 0 || len(failed) != 1 || !strings.Contains(failed[0].Message, "the line went dead") {
			t.Errorf("hold %d: got %v, %v; want one error", hold, files, failed)
		}
	}
}

func TestNoRoomForStandardInput(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	_, failed := Read(t.Context(), []string{"-"}, Options{Hold: 1, Stdin: strings.NewReader("{}")})
	if len(failed) != 1 || !strings.Contains(failed[0].Message, "temporary file") {
		t.Errorf("got %v, want one error about the temporary file", failed)
	}
}
