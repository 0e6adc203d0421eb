// Package git reads repositories that strangers may have made. It is the only place that runs git, and it runs it so that nothing of a
// repository is executed, fetched or written: neither by its configuration nor by its attributes, nor by what is checked out.
package git

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/child"
)

// Bounds of one run of git.
const (
	timeLimit  = 2 * time.Minute
	maxOutput  = 1 << 30
	maxMessage = 64 << 10
)

// Repository is the repository that a folder belongs to.
type Repository struct {
	// Root is the root of the work tree, absolute, links resolved, with forward slashes.
	Root string
	// Exclude is the file of patterns that hold in this clone alone, beside the .gitignore files. It need not be there.
	Exclude string

	dir string // of git's own files, absolute
}

// ErrNone says that a folder belongs to no repository.
var ErrNone = errors.New("not a git repository: neither this folder nor one above it holds .git")

// Root returns the nearest folder from dir upwards that holds .git, links resolved, with forward slashes; empty when there is none. A folder
// that looks like a bare repository is none: it can be made of files that are checked out.
func Root(dir string) string {
	at, err := filepath.EvalSymlinks(filepath.FromSlash(dir))
	if err != nil {
		return ""
	}
	if at, err = filepath.Abs(at); err != nil {
		return ""
	}
	for ; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return filepath.ToSlash(at)
		}
		if filepath.Dir(at) == at {
			return ""
		}
	}
}

// Open finds the repository of a folder. Git itself is asked once, because it refuses what belongs to another user.
func Open(ctx context.Context, dir string) (*Repository, error) {
	root := Root(dir)
	if root == "" {
		return nil, ErrNone
	}
	out, err := run(ctx, nil, root, "rev-parse", "--absolute-git-dir", "--git-path", "info/exclude")
	if err != nil {
		return nil, err
	}
	dir, exclude, _ := strings.Cut(strings.TrimRight(string(out), "\r\n"), "\n")
	exclude = strings.TrimSpace(exclude)
	if !filepath.IsAbs(exclude) {
		exclude = filepath.Join(root, exclude)
	}
	return &Repository{Root: root, Exclude: exclude, dir: strings.TrimSpace(dir)}, nil
}

// Run runs a command that reads, in the root of the repository, and returns what it prints.
func (r *Repository) Run(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	at := []string{"--git-dir=" + r.dir, "--work-tree=" + filepath.FromSlash(r.Root)}
	return run(ctx, stdin, r.Root, append(at, args...)...)
}

// settings win over those of the repository, whatever its configuration includes.
var settings = [...]string{
	"safe.bareRepository=explicit", // a folder that is checked out is no repository
	"core.fsmonitor=false",         // else a program that knows what has changed
	"core.hooksPath=" + os.DevNull,
	"core.pager=cat",
	"core.editor=false",
	"core.askPass=",
	"core.sshCommand=false",
	"core.alternateRefsCommand=false",
	"core.untrackedCache=false",
	"credential.helper=",
	"diff.external=",
	"protocol.allow=never",
	"submodule.recurse=false",
}

func run(ctx context.Context, stdin io.Reader, dir string, args ...string) ([]byte, error) {
	return runWith(ctx, settings[:], environment(os.Environ()), stdin, dir, args...)
}

// runWith is what every call of git goes through.
func runWith(ctx context.Context, settings, env []string, stdin io.Reader, dir string, args ...string) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	all := []string{"--no-pager", "--no-optional-locks"}
	for _, setting := range settings {
		all = append(all, "-c", setting)
	}
	cmd := exec.CommandContext(limited, "git", append(all, args...)...) //nolint:gosec // no shell reads the arguments
	cmd.Dir, cmd.Env, cmd.Stdin = filepath.FromSlash(dir), env, stdin
	out, said := &child.Output{Left: maxOutput, Stop: cancel}, &child.Output{Left: maxMessage}
	cmd.Stdout, cmd.Stderr = out, said
	err := child.Run(cmd, nil)
	switch {
	case err == nil && !out.Full:
		return out.Bytes(), nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, ErrMissing
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.Full:
		return nil, fmt.Errorf("git printed more than %d bytes", maxOutput)
	case limited.Err() != nil:
		return nil, fmt.Errorf("git took longer than %v", timeLimit)
	}
	return nil, &Failed{Command: command(args), Said: firstLine(said.String(), err)}
}

// ErrMissing says that there is no program git on the PATH.
var ErrMissing = errors.New("the program git is not there, and it is needed to read a repository")

// Failed is a command that git did not do.
type Failed struct {
	Command string // the first word
	Said    string // the first line of its error
}

func (f *Failed) Error() string { return "git " + f.Command + ": " + f.Said }

// command is the first argument that is no option.
func command(args []string) string {
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			return arg
		}
	}
	return ""
}

func firstLine(stderr string, err error) string {
	said, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(stderr), "fatal: "), "\n")
	if said == "" {
		return err.Error()
	}
	return said
}

// own are the variables of git that stay: where the user's own configuration lies, which says whose repositories are trusted, and where
// git is installed. All others could lead it elsewhere, as those that a hook is given do.
var own = [...]string{"GIT_CONFIG_GLOBAL=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_NOSYSTEM=", "GIT_CONFIG_COUNT=", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_", "GIT_EXEC_PATH="}

func environment(env []string) []string {
	out := make([]string, 0, len(env)+len(added))
	for _, variable := range env {
		if !strings.HasPrefix(variable, "GIT_") || isOwn(variable) {
			out = append(out, variable)
		}
	}
	return append(out, added[:]...)
}

func isOwn(variable string) bool {
	for _, prefix := range own {
		if strings.HasPrefix(variable, prefix) {
			return true
		}
	}
	return false
}

var added = [...]string{
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_NO_LAZY_FETCH=1",      // nothing is fetched in a partial clone,
	"GIT_ALLOW_PROTOCOL=none",  // nor with a git that does not know this yet
	"GIT_NO_REPLACE_OBJECTS=1", // a commit is what its hash says
	"GIT_TERMINAL_PROMPT=0",
	"GIT_PAGER=cat",
	"LC_ALL=C",
}
