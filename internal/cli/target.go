package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/podlint/podlint/internal/baseline"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/safefile"
)

// kindOfFile is what podlint may write in place of: only what it has written itself.
type kindOfFile struct {
	what string                 // as in "a report of podlint's"
	own  func(head []byte) bool // by the first kilobytes of a file
}

var (
	aReport   = kindOfFile{"a report of podlint's", report.Own}
	aBaseline = kindOfFile{"a baseline", baseline.Own}
	aTestRun  = kindOfFile{"a report of podlint test", ownTests}
	anExport  = kindOfFile{"an export of podlint test", func(head []byte) bool { return bytes.HasPrefix(head, []byte("{\n \"fixtures\": {")) }}
	aLibrary  = kindOfFile{"podlint's library", func(head []byte) bool { return bytes.Contains(head, []byte("package podlint.lib.")) }}
	// aFixture is what podlint has read just before, and was told to write anew.
	aFixture = kindOfFile{"a fixture", func([]byte) bool { return true }}
	lockText = kindOfFile{"a lock file", func(text []byte) bool {
		return len(bytes.TrimSpace(text)) == 0 || bytes.Contains(text, []byte("podlint policy pull"))
	}}
	anything = kindOfFile{"a new file", func([]byte) bool { return false }}
)

// ownTests knows what podlint test writes.
func ownTests(head []byte) bool {
	junit := bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("\n<testsuites tests=")) && bytes.Contains(head, []byte(".rego\""))
	json := bytes.HasPrefix(head, []byte("{\n  \"rules\": [")) && bytes.Contains(head, []byte("\"kind\": "))
	text := bytes.Contains(head, []byte("\n  ok    ")) || bytes.Contains(head, []byte("\n  FAIL  ")) || bytes.Contains(head, []byte("\n  skip  "))
	return junit || json || text
}

// isDevice tells names that are written to as they are: /dev/stderr may lead to a file that others have open.
func isDevice(name string) bool {
	return strings.HasPrefix(filepath.ToSlash(filepath.Clean(name)), "/dev/")
}

// checkTarget refuses to write a file where a stranger's link leads elsewhere, or where something is that podlint did not write.
func checkTarget(name string, kind kindOfFile) error {
	if isDevice(name) {
		return nil
	}
	if _, err := safefile.For(name).Resolve(filepath.Dir(name)); errors.Is(err, safefile.ErrLink) {
		return fmt.Errorf("%s: its folder is reached by a link that leads out of the project: name where it leads to", name)
	}
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		return nil //nolint:nilerr // there is none, or writing it will tell
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s: a link is there, and podlint does not write through one: remove it, or name another file", name)
	case info.IsDir():
		return fmt.Errorf("%s: it is a folder: name a file", name)
	case !info.Mode().IsRegular() || info.Size() == 0:
		return nil
	}
	head, err := headOf(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, cause(err))
	}
	if !kind.own(head) {
		return fmt.Errorf("%s: it is there already and is not %s: remove it, or name another file", name, kind.what)
	}
	return nil
}

func headOf(name string) ([]byte, error) {
	f, _, err := safefile.For(name).Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, 64<<10))
}

// checkTargets is checkTarget for several reports, no two of which go to one file.
func checkTargets(names []string, kind kindOfFile) error {
	for i, name := range names {
		if name == "" {
			continue
		}
		for _, other := range names[:i] {
			if other != "" && !isDevice(name) && sameFile(name, other) {
				return fmt.Errorf("outputs %s and %s are one file: give each its own", other, name)
			}
		}
		if err := checkTarget(name, kind); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return nil
}

// sameFile also knows two names of a file that is there, and of a folder.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	second, other := os.Stat(b)
	if err == nil && other == nil {
		return os.SameFile(first, second)
	}
	if filepath.Base(a) != filepath.Base(b) {
		return false
	}
	first, err = os.Stat(filepath.Dir(a))
	second, other = os.Stat(filepath.Dir(b))
	return err == nil && other == nil && os.SameFile(first, second)
}
