package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/safefile"
	"github.com/podlint/podlint/internal/source"
)

// rulesAt are the rules of one folder, or of one reference, as they were at the revision.
type rulesAt struct {
	dir     string   // as --policy or the configuration names it
	changed []string // the files that differ, as they are shown; the lock file for a reference
	files   fs.FS
	err     error // why there are none to judge by
}

func changedRules(all []rulesAt) []weakening {
	var out []weakening
	for _, r := range all {
		for _, name := range r.changed {
			what := "the rules in it are others than before"
			if _, err := os.Stat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
				what = "the rules of " + name + " are gone"
			}
			out = append(out, weakening{Weakening: config.Weakening{At: config.Position{Line: 1, Column: 1}, Message: what}, file: name})
		}
	}
	return out
}

// rulesAtRevision are those folders of rules in the tree, and references to rules elsewhere, that were others at the revision.
func rulesAtRevision(ctx context.Context, f *lintFlags) ([]rulesAt, error) {
	if len(f.rules.dirs) == 0 {
		return nil, nil
	}
	tree, err := source.OpenRevision(ctx, f.gate.newFrom)
	if err != nil {
		return nil, fmt.Errorf("read the rules of --new-from %s: %w", f.gate.newFrom, err)
	}
	var out []rulesAt
	for _, dir := range f.rules.dirs {
		if bundle.Remote(dir) {
			continue
		}
		r, err := folderAt(tree, dir)
		if err != nil {
			return nil, fmt.Errorf("read the rules of --new-from %s: %w", f.gate.newFrom, err)
		}
		if len(r.changed) > 0 {
			out = append(out, r)
		}
	}
	locked, err := lockedAt(tree, f)
	return append(out, locked...), err
}

// folderAt compares a folder of rules with what it was. Tests judge nothing, and a new file takes nothing away.
func folderAt(tree *source.Revision, dir string) (rulesAt, error) {
	r := rulesAt{dir: dir}
	abs, err := filepath.Abs(filepath.FromSlash(dir))
	if err != nil {
		return r, err
	}
	texts := map[string][]byte{}
	if err := gatherAt(tree, filepath.ToSlash(abs), "", texts); err != nil {
		return r, err
	}
	now := policyFS(dir)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if is, err := fs.ReadFile(now, name); err != nil || !bytes.Equal(is, texts[name]) {
			r.changed = append(r.changed, path.Join(filepath.ToSlash(dir), name))
		}
	}
	if len(r.changed) > 0 {
		r.files, err = bundle.Folder(texts)
	}
	return r, err
}

// gatherAt reads the rules below a folder of the revision.
func gatherAt(tree *source.Revision, abs, below string, into map[string][]byte) error {
	names, err := tree.List(path.Join(abs, below))
	if err != nil {
		return nil //nolint:nilerr // it was not there
	}
	for _, name := range names {
		full, rel := path.Join(abs, below, name), path.Join(below, name)
		switch {
		case strings.HasPrefix(name, "."):
		case tree.Kind(full) == source.IsFolder:
			if err := gatherAt(tree, abs, rel, into); err != nil {
				return err
			}
		case strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego"):
			data, err := tree.ReadFile(full)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			into[rel] = data
		}
	}
	return nil
}

// lockedAt are the references to rules elsewhere that the lock file of the revision gave another digest.
func lockedAt(tree *source.Revision, f *lintFlags) ([]rulesAt, error) {
	refs, err := references(f.rules.dirs)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	name := lockPath(f.rules.config)
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	text, err := tree.ReadFile(filepath.ToSlash(abs))
	if err != nil {
		return nil, nil //nolint:nilerr // it was not there: nothing was locked
	}
	old, err := bundle.ReadLock(text)
	if err != nil {
		return nil, nil //nolint:nilerr // it locked nothing
	}
	now, err := readLock(f.rules.config)
	if err != nil {
		return nil, err
	}
	var out []rulesAt
	for _, ref := range refs {
		if was := old.Digest(ref); was != "" && was != now.Digest(ref) {
			r := rulesAt{dir: ref.Text, changed: []string{config.Shown(name)}}
			r.files, r.err = broughtAs(old, ref)
			out = append(out, r)
		}
	}
	return out, nil
}

// broughtAs are the rules of a reference by another lock, as far as they are in the cache: nothing is fetched for a comparison.
func broughtAs(lock *bundle.Lock, ref bundle.Ref) (fs.FS, error) {
	store, err := bundle.Open()
	if err != nil {
		return nil, err
	}
	return bring(store, lock, ref, false)
}

// baselineAdds is what the baseline takes in that neither the one of the revision did nor the revision had.
func baselineAdds(ctx context.Context, f *lintFlags, k *known) ([]weakening, error) {
	file := f.gate.baseline
	if file == "" {
		return nil, nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the baseline: %w", err)
	}
	if _, err := safefile.Of(wd).Resolve(file); err != nil {
		return nil, nil //nolint:nilerr // it lies elsewhere: no change to the repository can have brought it
	}
	found, err := source.ReadRevision(ctx, f.gate.newFrom, []string{file}, source.Options{})
	if err != nil {
		return nil, fmt.Errorf("read the baseline of --new-from %s: %w", f.gate.newFrom, err)
	}
	var before []byte
	if len(found) > 0 {
		before = found[0].Data
	}
	return f.takenIn(k, before), nil
}

// takenIn tells of each entry by itself: each lets something pass.
func (f *lintFlags) takenIn(k *known, before []byte) []weakening {
	var out []weakening
	for _, e := range k.baseline.Beyond(before) {
		if _, had := k.revision[e.Fingerprint]; had {
			continue
		}
		out = append(out, weakening{
			file:      f.gate.baseline,
			Weakening: config.Weakening{At: config.Position{Line: e.Line, Column: 1}, Message: fmt.Sprintf("the baseline takes in %s of %s, which it did not", e.Rule, e.File)},
		})
	}
	return out
}
