package source

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Revision is the tree of a commit, under the names that the files have in the work tree.
type Revision struct {
	ctx        context.Context
	repository *repository
	tree       map[string]entry
	folders    map[string]bool
	links      map[string]string // what each link leads to, as it is written
	read       map[string][]byte // the files of the folder that was listed last
}

// OpenRevision returns the tree of a revision of the repository of the working directory.
func OpenRevision(ctx context.Context, revision string) (*Revision, error) {
	g, _, tree, err := openTree(ctx, revision)
	if err != nil {
		return nil, err
	}
	r := &Revision{ctx: ctx, repository: g, tree: tree, folders: map[string]bool{".": true}, links: map[string]string{}}
	var links []string
	for name, e := range tree {
		for dir := path.Dir(name); !r.folders[dir]; dir = path.Dir(dir) {
			r.folders[dir] = true
		}
		if e.link {
			links = append(links, name)
		}
	}
	targets, err := r.batch(links)
	for name, target := range targets {
		r.links[name] = string(target)
	}
	return r, err
}

// Dir is the working directory, links resolved.
func (r *Revision) Dir() string { return r.repository.dir }

// batch reads the blobs of files, links not followed.
func (r *Revision) batch(names []string) (map[string][]byte, error) {
	out := make(map[string][]byte, len(names))
	if len(names) == 0 {
		return out, nil
	}
	var ask bytes.Buffer
	for _, name := range names {
		_, _ = fmt.Fprintln(&ask, r.tree[name].object) // a buffer never fails
	}
	said, err := r.repository.git.Run(r.ctx, &ask, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(bytes.NewReader(said))
	for _, name := range names {
		if out[name], err = nextBlob(in); err != nil {
			return nil, fmt.Errorf("read %s of the revision: %w", name, err)
		}
	}
	return out, nil
}

// mostLinks is how many links a name may lead through, as in most systems.
const mostLinks = 40

// follow returns the path from the root of the repository that a name stands for, its links followed. It fails for one that leads out.
func (r *Revision) follow(name string) (string, error) {
	inside, ok := r.repository.inside(name)
	if !ok {
		return "", errOutside
	}
	for range mostLinks {
		at, target := r.firstLink(inside)
		if at == "" {
			return inside, nil
		}
		rest := strings.TrimPrefix(inside, at)
		inside = path.Join(path.Dir(at), target, rest)
		if path.IsAbs(target) || inside == ".." || strings.HasPrefix(inside, "../") {
			return "", errOutside
		}
	}
	return "", errGone
}

// firstLink is the first part of a path that is a link; empty when none is.
func (r *Revision) firstLink(name string) (at, target string) {
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		if target, ok := r.links[name[:i]]; ok {
			return name[:i], target
		}
	}
	return "", ""
}

// Kind tells files from folders, links followed. A link that leads out of the repository is a file, which Resolve refuses.
func (r *Revision) Kind(name string) Kind {
	inside, err := r.follow(name)
	_, file := r.tree[inside]
	_, inRepository := r.repository.inside(name)
	switch {
	case file || err == errOutside && inRepository: //nolint:errorlint // it is never wrapped
		return IsFile
	case err == nil && r.folders[inside]:
		return IsFolder
	}
	return IsNothing
}

// ReadFile reads a file of the commit.
func (r *Revision) ReadFile(name string) ([]byte, error) {
	inside, err := r.follow(name)
	if err != nil {
		return nil, err
	}
	if data, ok := r.read[inside]; ok {
		return data, nil
	}
	if _, ok := r.tree[inside]; !ok {
		return nil, errGone
	}
	data, err := r.batch([]string{inside})
	return data[inside], err
}

// List returns the names of what is in a folder, sorted. Its files are read at once, as those who list mean to read.
func (r *Revision) List(name string) ([]string, error) {
	inside, err := r.follow(name)
	if err != nil || !r.folders[inside] {
		return nil, errGone
	}
	var names, files []string
	for full := range r.tree {
		if path.Dir(full) == inside {
			names, files = append(names, path.Base(full)), append(files, full)
		}
	}
	for full := range r.folders {
		if full != "." && path.Dir(full) == inside {
			names = append(names, path.Base(full))
		}
	}
	slices.Sort(names)
	r.read, err = r.batch(files)
	return names, err
}

// Resolve follows the links of a name, which must be there.
func (r *Revision) Resolve(name string) (string, error) {
	inside, err := r.follow(name)
	switch {
	case err != nil:
		return "", err
	case r.Kind(name) == IsNothing:
		return "", errGone
	}
	return path.Join(r.repository.top, inside), nil
}
