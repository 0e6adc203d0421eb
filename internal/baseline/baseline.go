// Package baseline keeps the violations that were there when a team began, so that only new ones are reported.
package baseline

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/safefile"
)

// version is that of the files that are written.
const version = "2"

// Entry is one known violation. The fingerprint alone decides; the rest is there for people and their diffs, and for entries of a former
// version.
type Entry struct {
	File        string `json:"file"` // relative to the folder of the baseline, with forward slashes
	Rule        string `json:"rule"`
	Message     string `json:"message"`
	Fingerprint string `json:"fingerprint"`
}

// Baseline is a set of known violations. Equal violations have fingerprints of their own, so that one more of them is new.
type Baseline struct {
	Entries []Entry // sorted by file, rule, message and fingerprint
	dir     string  // absolute folder of the file
	version string  // of the file that was read: its entries keep their fingerprints
	text    []byte  // of that file
}

// Of makes a baseline of violations for a file called name. What is in doubt is none.
func Of(violations []lint.Violation, name string) (*Baseline, error) {
	dir, err := folder(name)
	if err != nil {
		return nil, err
	}
	b := &Baseline{dir: dir, version: version, Entries: make([]Entry, 0, len(violations))}
	for i := range violations {
		v := &violations[i]
		if v.Doubt {
			continue
		}
		file, err := b.relative(v.File)
		if err != nil {
			return nil, err
		}
		b.Entries = append(b.Entries, Entry{File: file, Rule: v.Rule, Message: v.Message, Fingerprint: v.Fingerprint})
	}
	b.sort()
	return b, nil
}

func folder(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("find baseline: %w", err)
	}
	return filepath.Dir(abs), nil
}

// relative names a file of the working directory as seen from the baseline.
func (b *Baseline) relative(file string) (string, error) {
	if file == "" || file[0] == '<' { // standard input
		return file, nil
	}
	abs, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return "", fmt.Errorf("name %s in the baseline: %w", file, err)
	}
	if rel, err := filepath.Rel(b.dir, abs); err == nil {
		return filepath.ToSlash(rel), nil
	}
	return filepath.ToSlash(abs), nil
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Message, y.Message),
			cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
}

// Own tells by its first bytes whether a file is a baseline: also one that a merge left two halves of, which writing it anew repairs.
func Own(head []byte) bool { return ownHead.Match(head) }

var ownHead = pattern.New(`^\{"version":"\d+","violations":\[\n`)

// maxBytes is the largest baseline that is read, a million entries or so.
const maxBytes = 256 << 20

// Read reads the file called name.
func Read(name string) (*Baseline, error) {
	data, err := safefile.For(name).Read(name, maxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read baseline %s: no such file; podlint baseline write %s makes it", name, name)
	}
	if err != nil {
		return nil, fmt.Errorf("read baseline %s: %s", name, safefile.Reason(err))
	}
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("read baseline %s: %w", name, err)
	}
	dir, err := folder(name)
	return &Baseline{Entries: f.Violations, dir: dir, version: f.Version, text: data}, err
}

// file is the shape of a baseline.
type file struct {
	Version    string  `json:"version"`
	Violations []Entry `json:"violations"`
}

func parse(data []byte) (f file, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err = d.Decode(&f)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return f, errors.New("it ends too early: want a file that podlint baseline write made")
	case err != nil:
		return f, fmt.Errorf("line %d: %w", 1+bytes.Count(data[:min(d.InputOffset(), int64(len(data)))], []byte("\n")), err)
	}
	if f.Version != version && f.Version != former {
		return f, fmt.Errorf("want version %q, got %q", version, f.Version)
	}
	for i, e := range f.Violations {
		if e.Fingerprint == "" {
			return f, fmt.Errorf("entry %d has no fingerprint", i+1)
		}
	}
	return f, nil
}

// Write writes one line for each entry, so that a diff shows what came and what went.
func (b *Baseline) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	_, _ = fmt.Fprintf(out, `{"version":%q,"violations":[`, b.version) // Flush returns the error
	for i, e := range b.Entries {
		line, err := encode(e)
		if err != nil {
			return err
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = fmt.Fprintf(out, "\n%s", line)
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush()
}

func encode(e Entry) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("render baseline: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Apply moves the known violations of a result to its suppressed ones. shown is the name of the file in reports.
func (b *Baseline) Apply(res *lint.Result, shown string) {
	entries := b.match(res.All())
	n := -1
	res.Suppress(func(*lint.Violation) *lint.Suppression {
		if n++; n >= len(entries) || entries[n] < 0 {
			return nil
		}
		return &lint.Suppression{Kind: lint.Baseline, File: shown}
	})
}

// Split parts the entries into those that still hold and those that are stale. An entry is stale when the run looked where it belongs
// and did not find it: its rule ran, and its file was read without an error or is gone. res comes before or after Apply.
func (b *Baseline) Split(res *lint.Result, ran func(rule string) bool) (current, stale []Entry) {
	held := b.held(res)
	looked := b.looked(res)
	for i, e := range b.Entries {
		if held[i] || !ran(e.Rule) || !looked(e.File) {
			current = append(current, e)
		} else {
			stale = append(stale, e)
		}
	}
	return current, stale
}

// looked tells of a file whether the run can know what is in it.
func (b *Baseline) looked(res *lint.Result) func(file string) bool {
	seen, failed := map[string]bool{}, map[string]bool{}
	for name := range res.Sources {
		if rel, err := b.relative(name); err == nil {
			seen[rel] = true
		}
	}
	for _, e := range res.Errors {
		if rel, err := b.relative(e.File); err == nil {
			failed[rel] = true
		}
	}
	return func(file string) bool {
		if failed[file] {
			return false
		}
		_, err := os.Stat(b.path(file))
		return seen[file] || errors.Is(err, fs.ErrNotExist)
	}
}

func (b *Baseline) path(file string) string {
	if name := filepath.FromSlash(file); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(b.dir, filepath.FromSlash(file))
}
