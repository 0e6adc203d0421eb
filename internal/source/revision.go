package source

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/git"
)

// ReadRevision is Read for the state of the files at a revision of their git repository. It runs git and changes nothing, neither the
// work tree nor the index. A path that does not exist at the revision gives no file; a file that was renamed since is read under its
// old name. Standard input cannot be read at a revision.
func ReadRevision(ctx context.Context, revision string, paths []string, opt Options) ([]File, error) {
	if slices.Contains(paths, "-") {
		return nil, errors.New("standard input has no revision: name files or folders")
	}
	g, commit, tree, err := openTree(ctx, revision)
	if err != nil {
		return nil, err
	}
	p := &picker{repository: g, opt: opt, tree: tree, chosen: map[string]bool{}}
	for _, arg := range paths {
		if err := p.argument(ctx, commit, arg); err != nil {
			return nil, err
		}
	}
	return g.blobs(ctx, p.list, tree)
}

// openTree opens the repository of the working directory at a revision.
func openTree(ctx context.Context, revision string) (g *repository, commit string, tree map[string]entry, err error) {
	if g, err = openRepository(ctx); err != nil {
		return nil, "", nil, err
	}
	if commit, err = g.commit(ctx, revision); err != nil {
		return nil, "", nil, err
	}
	tree, err = g.tree(ctx, commit)
	return g, commit, tree, err
}

// repository is the git repository of the working directory.
type repository struct {
	git *git.Repository
	top string // its root, absolute, links resolved
	dir string // the working directory, likewise
}

func openRepository(ctx context.Context) (*repository, error) {
	wd, err := os.Getwd()
	if err == nil {
		wd, err = filepath.EvalSymlinks(wd)
	}
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	g, err := git.Open(ctx, wd)
	if err != nil {
		return nil, err
	}
	return &repository{git: g, top: g.Root, dir: filepath.ToSlash(wd)}, nil
}

// commit is the hash of the commit that a revision means: the one where HEAD left it, when it has gone on since.
func (g *repository) commit(ctx context.Context, revision string) (string, error) {
	unknown := fmt.Errorf("unknown revision %q: want a commit, a branch or a tag of this repository%s", revision, g.shallow(ctx))
	out, err := g.git.Run(ctx, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", cmp.Or(asked(err), unknown)
	}
	hash := strings.TrimSpace(string(out))
	if strings.Trim(hash, "0123456789abcdef") != "" { // ^HEAD, all but that
		return "", unknown
	}
	return g.mergeBase(ctx, hash, revision)
}

// mergeBase is the last commit that a commit and HEAD have in common: what others have repaired or broken on the branch since is not what
// this change brings. Where histories have nothing in common it is the commit itself.
func (g *repository) mergeBase(ctx context.Context, hash, revision string) (string, error) {
	out, err := g.git.Run(ctx, nil, "merge-base", hash, "HEAD")
	if base := strings.TrimSpace(string(out)); err == nil && base != "" {
		return base, nil
	}
	if err := asked(err); err != nil {
		return "", err
	}
	if hint := g.shallow(ctx); hint != "" {
		return "", fmt.Errorf("no commit that HEAD and %q have in common is here%s", revision, hint)
	}
	return hash, nil
}

// shallow says what is missing when the clone does not hold the whole history; empty when it does.
func (g *repository) shallow(ctx context.Context) string {
	out, err := g.git.Run(ctx, nil, "rev-parse", "--is-shallow-repository")
	if err != nil || strings.TrimSpace(string(out)) != "true" {
		return ""
	}
	return "; this clone is shallow: fetch more of it, in GitHub Actions with fetch-depth: 0, elsewhere with git fetch --unshallow"
}

// asked is nil when git could be asked, and said no.
func asked(err error) error {
	if _, no := errors.AsType[*git.Failed](err); no {
		return nil
	}
	return err
}

// entry is a file of a tree.
type entry struct {
	object string // its hash
	link   bool   // the blob holds the target of a symbolic link
}

// tree lists the files of a commit by their path from the root.
func (g *repository) tree(ctx context.Context, commit string) (map[string]entry, error) {
	out, err := g.git.Run(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	tree := map[string]entry{}
	for line := range strings.SplitSeq(string(out), "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		words := strings.Fields(meta) // mode type object
		if ok && len(words) == 3 && words[1] == "blob" {
			tree[name] = entry{object: words[2], link: words[0] == "120000"}
		}
	}
	return tree, nil
}

// inside is the path of a name of the working directory from the root of the repository; false when it lies outside.
func (g *repository) inside(name string) (string, bool) {
	full := filepath.FromSlash(name)
	if !filepath.IsAbs(full) {
		full = filepath.Join(filepath.FromSlash(g.dir), full)
	}
	rel, err := filepath.Rel(filepath.FromSlash(g.top), full)
	rel = filepath.ToSlash(rel)
	return rel, err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}

// shown is the name of a file of the repository as the user would type it.
func (g *repository) shown(name string) string {
	rel, err := filepath.Rel(filepath.FromSlash(g.dir), filepath.Join(filepath.FromSlash(g.top), filepath.FromSlash(name)))
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// renames maps the new names of files to their names at a commit. The index says what the new names are: to compare the work tree itself,
// git would run the filters that the repository names.
func (g *repository) renames(ctx context.Context, commit string) (map[string]string, error) {
	out, err := g.git.Run(ctx, nil, "diff-index", "--cached", "--name-status", "--find-renames", "--diff-filter=R", "-z",
		"--no-ext-diff", "--no-textconv", "--ignore-submodules=all", commit, "--")
	if err != nil {
		return nil, err
	}
	renamed := map[string]string{}
	words := strings.Split(string(out), "\x00")
	for i := 0; i+2 < len(words); i += 3 { // R100 old new
		renamed[words[i+2]] = words[i+1]
	}
	return renamed, nil
}

// blobs reads the files in the order of names.
func (g *repository) blobs(ctx context.Context, names []string, tree map[string]entry) ([]File, error) {
	var ask bytes.Buffer
	for _, name := range names {
		_, _ = fmt.Fprintln(&ask, tree[name].object) // a buffer never fails
	}
	out, err := g.git.Run(ctx, &ask, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(bytes.NewReader(out))
	files := make([]File, 0, len(names))
	for _, name := range names {
		data, err := nextBlob(in)
		if err != nil {
			return nil, fmt.Errorf("read %s of the revision: %w", name, err)
		}
		if tree[name].link {
			data, err = g.target(ctx, path.Join(path.Dir(name), string(data)), tree)
		}
		if err != nil {
			return nil, err
		}
		switch chart := chartOf(name, tree); {
		case chart != "":
			files = append(files, File{Name: g.shown(name), Chart: g.shown(chart)})
		case !bytes.ContainsRune(data, 0):
			files = append(files, File{Name: g.shown(name), Data: data})
		}
	}
	return files, nil
}

// target reads the file that a symbolic link leads to; nothing when it is not in the tree.
func (g *repository) target(ctx context.Context, name string, tree map[string]entry) ([]byte, error) {
	e, ok := tree[name]
	if !ok || e.link {
		return nil, nil
	}
	return g.git.Run(ctx, nil, "cat-file", "blob", e.object)
}

// nextBlob reads "HASH blob SIZE", the bytes and a line feed.
func nextBlob(in *bufio.Reader) ([]byte, error) {
	head, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(head)
	if len(words) == 2 && words[1] == "missing" {
		return nil, errors.New("it is not in this clone, and nothing is fetched: fetch it first")
	}
	if len(words) != 3 {
		return nil, fmt.Errorf("want a blob, got %q", strings.TrimSpace(head))
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, fmt.Errorf("want the size of a blob, got %q", words[2])
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(in, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}
