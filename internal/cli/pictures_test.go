package cli_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/cli"
)

const (
	picturesPage = "docs/pictures.md"
	shopPicture  = "docs/shop.svg"
)

// shownBlock is the output of a command that a page has as it is, so that it is drawn where the page is read.
var shownBlock = regexp.MustCompile(`(?s)(<!-- shown: ([^>]*) -->\n)(.*?)(<!-- end -->\n)`)

// TestPictures keeps the pictures of docs/pictures.md equal to what podlint draws.
func TestPictures(t *testing.T) {
	t.Chdir("../..")
	t.Setenv("LC_ALL", "C.UTF-8")
	checkFile(t, shopPicture, output(t, "show testdata/example --workload Deployment/shop -o svg"))
	page := read(t, picturesPage)
	if !strings.Contains(page, "(shop.svg)") {
		t.Errorf("%s does not show %s", picturesPage, shopPicture)
	}
	shown := 0
	checkFile(t, picturesPage, shownBlock.ReplaceAllStringFunc(page, func(block string) string {
		shown++
		m := shownBlock.FindStringSubmatch(block)
		return m[1] + output(t, m[2]) + m[4]
	}))
	if shown == 0 {
		t.Errorf("%s draws nothing", picturesPage)
	}
	checkPage(t, picturesPage)
}

func output(t *testing.T, command string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := cli.Main(strings.Fields(command), strings.NewReader(""), &stdout, &stderr); status != cli.StatusOK {
		t.Fatalf("podlint %s: got status %d: %s", command, status, &stderr)
	}
	return stdout.String()
}

// checkFile compares a file with what it should be, or writes it.
func checkFile(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(read(t, name), want); diff != "" {
		t.Errorf("%s is stale; go test ./internal/cli -update rewrites it (-have +want):\n%s", name, diff)
	}
}
