package cli

import (
	"context"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/git"
	"github.com/podlint/podlint/internal/safefile"
)

const leftAlone = "the file is left alone: "

// keeper knows which files are left alone.
type keeper struct {
	ctx     context.Context
	write   bool
	own     safefile.Root
	reasons map[string]string
	unread  map[string]bool // files that git has two versions of, by absolute name; nil while git was not asked
}

func newKeeper(ctx context.Context, write bool) *keeper {
	return &keeper{ctx: ctx, write: write, own: safefile.Of("."), reasons: map[string]string{}}
}

// root is the repository of the working directory; where there is none, what the name leads to.
func (k *keeper) root(name string) safefile.Root {
	if k.own.Repository {
		return k.own
	}
	return safefile.For(name)
}

// left says why a file is left alone, empty when it is not.
func (k *keeper) left(name string) string {
	if why, known := k.reasons[name]; known {
		return why
	}
	why := k.why(name)
	if why != "" {
		why = leftAlone + why
	}
	k.reasons[name] = why
	return why
}

func (k *keeper) why(name string) string {
	if _, err := os.Lstat(filepath.FromSlash(name)); err != nil {
		if !k.write {
			return "" // standard input can be shown
		}
		return safefile.Reason(err)
	}
	if err := k.root(name).Writable(name); err != nil {
		return safefile.Reason(err)
	}
	if abs, err := filepath.Abs(filepath.FromSlash(name)); err == nil && k.unmerged()[filepath.ToSlash(abs)] {
		return "git has several versions of it that are not merged"
	}
	return ""
}

// unmerged are the files of the repository that are in the middle of a merge.
func (k *keeper) unmerged() map[string]bool {
	if k.unread != nil {
		return k.unread
	}
	k.unread = map[string]bool{}
	repository, err := git.Open(k.ctx, ".")
	if err != nil {
		return k.unread // what is no repository merges nothing
	}
	out, err := repository.Run(k.ctx, nil, "ls-files", "--unmerged", "-z")
	if err != nil {
		return k.unread
	}
	for line := range strings.SplitSeq(string(out), "\x00") {
		if _, name, ok := strings.Cut(line, "\t"); ok {
			k.unread[path.Join(repository.Root, name)] = true
		}
	}
	return k.unread
}

// store writes files, and tells why some could not be.
func (k *keeper) store(was, now map[string][]byte) map[string]string {
	failed := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if err := k.root(name).Replace(name, was[name], now[name]); err != nil {
			failed[name] = leftAlone + safefile.Reason(err)
		}
	}
	return failed
}
