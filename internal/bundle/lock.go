package bundle

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// LockName is the file beside the configuration that says which digest each reference means.
const LockName = ".podlint.lock"

const lockHead = "# Written by podlint policy pull; belongs into version control.\n"

// Lock is what each reference means.
type Lock struct{ entries []locked }

type locked struct {
	Source string `yaml:"source"`
	Digest string `yaml:"digest"`
}

type lockFile struct {
	Version  int      `yaml:"version"`
	Policies []locked `yaml:"policies"`
}

const wholeDigest = "sha256:"

// ReadLock reads the text of a lock file; an empty one locks nothing.
func ReadLock(text []byte) (*Lock, error) {
	var f lockFile
	if err := yaml.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("%s: %w", LockName, err)
	}
	if len(f.Policies) > 0 && f.Version != 1 {
		return nil, fmt.Errorf("%s: want version 1, got %d", LockName, f.Version)
	}
	for _, e := range f.Policies {
		if !strings.HasPrefix(e.Digest, wholeDigest) || len(e.Digest) != len(wholeDigest)+64 {
			return nil, fmt.Errorf("%s: want sha256:DIGEST for %s, got %q; podlint policy pull writes it", LockName, e.Source, e.Digest)
		}
	}
	return &Lock{entries: f.Policies}, nil
}

// Digest is what the reference means: the digest that it names itself, else the locked one; empty when neither says.
func (l *Lock) Digest(ref Ref) string {
	if d := ref.pinned(); d != "" {
		return d
	}
	for _, e := range l.entries {
		if e.Source == ref.Text {
			return e.Digest
		}
	}
	return ""
}

// Set notes what a reference means.
func (l *Lock) Set(ref Ref, digest string) {
	l.entries = slices.DeleteFunc(l.entries, func(e locked) bool { return e.Source == ref.Text })
	l.entries = append(l.entries, locked{Source: ref.Text, Digest: digest})
	slices.SortFunc(l.entries, func(a, b locked) int { return strings.Compare(a.Source, b.Source) })
}

// Keep drops what none of the references is.
func (l *Lock) Keep(refs []Ref) {
	l.entries = slices.DeleteFunc(l.entries, func(e locked) bool {
		return !slices.ContainsFunc(refs, func(r Ref) bool { return r.Text == e.Source })
	})
}

// Text is the lock file.
func (l *Lock) Text() ([]byte, error) {
	text, err := yaml.Marshal(lockFile{Version: 1, Policies: l.entries})
	return append([]byte(lockHead), text...), err
}
