//go:build unix

package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSameBytes: whatever surrounds a run, it writes the same bytes.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
		text := strings.ReplaceAll(pair, "name: web", fmt.Sprintf("name: web%d", i%5))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.yaml", i)), []byte(text+"---\n"+text+"---\na: b: c\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
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
		args := []string{"lint", "--workers", pick("1", "2", "3", "9"), "-o", "json", "-o", "text=/dev/stderr"}
		args = append(args, shuffled(random, dir)...)
		cmd := podlint(t, pick(dir, filepath.Join(dir, "sub")), args...)
		cmd.Env = append(os.Environ(), "GOMAXPROCS="+pick("1", "2", "8"), "TZ="+pick("UTC", "Pacific/Kiritimati", "America/St_Johns"),
			"LC_ALL="+pick("C", "de_DE.UTF-8", "tr_TR.UTF-8"), "LANG="+pick("C", "ja_JP.UTF-8"), "GOGC="+pick("", "1", "off"))
		out, err := cmd.CombinedOutput()
		if got := exitStatus(err); got != 3 {
			t.Fatalf("got status %d, want 3:\n%s", got, out)
		}
		got := duration.ReplaceAllString(string(out), "")
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("%v writes other bytes:\n%s\nthan before:\n%s", cmd.Args, got, want)
		}
	}
}

// shuffled names the inputs one by one in any order.
func shuffled(random *rand.Rand, dir string) []string {
	var names []string
	for i := range 12 {
		names = append(names, filepath.Join(dir, fmt.Sprintf("%02d.yaml", i)))
	}
	random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}
