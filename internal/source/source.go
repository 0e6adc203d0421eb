// Package source turns the paths a user names (files, folders, globs, standard input) into named bytes.
// It knows nothing of Kubernetes.
package source

import (
	"cmp"
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/podlint/podlint/internal/safefile"
)

// File is one input. Name is as the user would type it: relative to the working directory, with forward slashes;
// standard input is "<stdin>".
type File struct {
	Name string
	Data []byte
	// Large holds the content in place of Data when Options.Hold says so, else it is nil.
	Large *Large
	// Chart is the folder of the Helm chart whose templates/ this file belongs to, else empty. Such a file carries no Data.
	Chart string
}

// Error is an input that could not be read. Line and Column are 0 when the whole file is meant.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

// Options say which files of a folder are inputs.
type Options struct {
	// Stdin is read for the path "-".
	Stdin interface{ Read([]byte) (int, error) }
	// MaxBytes bounds a single file; zero means 256 MiB.
	MaxBytes int64
	// Hold is the size in bytes up to which an input is always held in memory. A larger one that is JSON or objects in YAML by its look is handed out as
	// File.Large, also when it is larger than MaxBytes. Zero: everything is held.
	Hold int64
	// Wanted tells whether a file is read, or a folder looked into, also when the user names it; path is absolute, with forward
	// slashes. Nil: all are.
	Wanted func(path string, folder bool) bool
	// StdinName is the name of standard input; empty: StdinName. A file of that name is not read then: what is in an editor is newer.
	StdinName string
	// Skipped is told the name of each file or folder that is passed over below a folder, and why. It may be nil.
	Skipped func(name, why string)
	// Passed is told the name of each file or folder that the user named and that is not wanted. It may be nil.
	Passed func(name string)
	// Note is told what the user should know of how folders were searched. It may be nil.
	Note func(text string)
	// Reading is told the name of each file before it is opened. It may be nil.
	Reading func(name string)
}

// StdinName is the File.Name of standard input.
const StdinName = "<stdin>"

// defaultMaxBytes is the largest file that is read when Options name no other bound.
const defaultMaxBytes = 256 << 20

// Read expands paths and reads every file, in the order of the arguments and, below a folder, in the order of names.
// A file named twice is read once. What cannot be read becomes an Error and does not stop the others.
//
//   - A file is read whatever its extension is. A folder is searched for .yaml, .yml and .json files, however their endings are
//     capitalised; what git ignores and does not track is left out, hidden files and folders, links to folders, pipes, sockets and devices
//     are passed over. Options.Note is told of hidden files that look like objects, and of links to folders.
//   - A path that does not exist and holds one of *?[{ is a glob, in which ** stands for any number of folders.
//   - "-" is standard input.
func Read(ctx context.Context, paths []string, opt Options) ([]File, []Error) {
	if opt.MaxBytes <= 0 {
		opt.MaxBytes = defaultMaxBytes
	}
	opt.StdinName = cmp.Or(cleanNameOf(opt.StdinName), StdinName)
	r := &reader{ctx: ctx, opt: opt, seen: map[string]bool{}, typed: slices.Contains(paths, "-")}
	for _, p := range paths {
		if ctx.Err() == nil {
			r.argument(p)
		}
	}
	if err := ctx.Err(); err != nil {
		r.fail("", "reading stopped: %v", err)
	}
	r.tellPassedOver()
	return r.files, r.errors
}

type reader struct {
	ctx    context.Context
	opt    Options
	seen   map[string]bool
	root   safefile.Root // of the argument that is read
	typed  bool          // standard input is among the paths
	charts chartFinder

	checkouts map[string]*checkout // by root
	folders   []string             // that were searched
	over      passedOver
	files     []File
	errors    []Error
}

// argument reads what one argument of the command line names.
func (r *reader) argument(arg string) {
	if arg == "-" {
		r.stdin()
		return
	}
	name := cleanName(arg)
	r.root = safefile.For(name)
	info, err := os.Stat(filepath.FromSlash(name))
	switch {
	case err == nil && !r.wanted(name, info.IsDir()):
		if r.opt.Passed != nil {
			r.opt.Passed(name)
		}
	case err == nil && info.IsDir():
		r.folder(name)
	case err == nil:
		r.named(name, info)
	case os.IsNotExist(err) && strings.ContainsAny(arg, "*?[{"):
		r.glob(name)
	case os.IsNotExist(err):
		r.fail(name, "cannot read: %s%s", reason(err), Near(name))
	default:
		r.fail(name, "cannot read: %s", reason(err))
	}
}

// wanted asks the caller about a path that the user named or a pattern gave.
func (r *reader) wanted(name string, folder bool) bool {
	if r.opt.Wanted == nil {
		return true
	}
	abs, err := filepath.Abs(filepath.FromSlash(name))
	return err != nil || r.opt.Wanted(filepath.ToSlash(abs), folder)
}

// cleanName is a path as it is reported: with forward slashes, without "./" and "//".
func cleanName(p string) string {
	return path.Clean(filepath.ToSlash(p))
}

// cleanNameOf is cleanName, which makes a dot of an empty name, without that.
func cleanNameOf(p string) string {
	if p == "" {
		return ""
	}
	return cleanName(p)
}

func (r *reader) stdin() {
	name := r.opt.StdinName
	if r.seen[name] {
		return
	}
	r.seen[name] = true
	switch {
	case r.opt.Stdin == nil:
		r.fail(name, "there is no standard input to read")
	case name != StdinName && !r.wanted(name, false):
		if r.opt.Passed != nil {
			r.opt.Passed(name)
		}
	default:
		r.stream(r.opt.Stdin)
	}
}

// glob reads the files and folders that match a pattern; one that matches nothing is an error, because a typing mistake in a
// pattern would otherwise pass for a clean run.
func (r *reader) glob(pattern string) {
	matches, err := doublestar.FilepathGlob(filepath.FromSlash(pattern), doublestar.WithNoHidden())
	if err != nil {
		r.fail(pattern, "cannot read the pattern: %v", err)
		return
	}
	if len(matches) == 0 {
		r.fail(pattern, "no file matches the pattern")
	}
	slices.Sort(matches)
	base, _ := doublestar.SplitPattern(pattern)
	r.root = safefile.For(base)
	for _, m := range matches {
		r.match(cleanName(m), pattern)
	}
}

// match reads one match of a pattern: a file that a folder would give, or whose extension the pattern spells out; and a folder as
// if it had been named, unless the pattern goes down into folders by itself.
func (r *reader) match(name, pattern string) {
	info, err := os.Stat(filepath.FromSlash(name))
	switch {
	case err != nil:
		r.fail(name, "cannot read: %s", reason(err))
	case !r.wanted(name, info.IsDir()):
	case info.IsDir() && !strings.Contains(pattern, "**"):
		r.folder(name)
	case info.Mode().IsRegular() && (isManifestName(name) || path.Ext(name) == path.Ext(pattern)):
		r.file(name)
	}
}

// add reads one open input.
func (r *reader) add(name string, from io.Reader) {
	data, err := io.ReadAll(io.LimitReader(from, r.opt.MaxBytes+1))
	switch {
	case err != nil:
		r.fail(name, "cannot read: %s", reason(err))
	case int64(len(data)) > r.opt.MaxBytes:
		r.tooLarge(name)
	default:
		r.accept(name, data)
	}
}
