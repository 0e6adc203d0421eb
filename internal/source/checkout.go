package source

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/podlint/podlint/internal/git"
)

// checkout is the work tree of a repository that folders are searched in.
type checkout struct {
	root     string          // absolute, with forward slashes, as the user reached it
	git      *git.Repository // nil: it cannot be asked
	excludes *ignoreFile     // of the user, and of this clone
	asked    bool
	tracked  map[string]bool // what is ignored and tracked all the same, and the folders above it; absolute
}

// checkout opens the repository with a root once.
func (r *reader) checkout(root string) *checkout {
	if c := r.checkouts[root]; c != nil {
		return c
	}
	if r.checkouts == nil {
		r.checkouts = map[string]*checkout{}
	}
	c := &checkout{root: root}
	r.checkouts[root] = c
	var err error
	if c.git, err = git.Open(r.ctx, root); err != nil {
		r.cannotAsk(root, err)
	}
	c.excludes = patterns(r.userExcludes(c.git), root, nil)
	if c.git != nil {
		c.excludes = patterns(c.git.Exclude, root, c.excludes)
	}
	return c
}

// userExcludes is the file of the patterns that hold in all repositories of the user.
func (r *reader) userExcludes(g *git.Repository) string {
	if g != nil {
		if out, err := g.Run(r.ctx, nil, "config", "--type=path", "--get", "core.excludesFile"); err == nil {
			return strings.TrimRight(string(out), "\r\n")
		}
	}
	home, _ := os.UserHomeDir() // without one there is no such file
	return filepath.Join(cmp.Or(os.Getenv("XDG_CONFIG_HOME"), filepath.Join(home, ".config")), "git", "ignore")
}

// cannotAsk says what follows when git does not tell what it tracks. What is no repository after all tracks nothing.
func (r *reader) cannotAsk(root string, err error) {
	failed, isFailure := errors.AsType[*git.Failed](err)
	if r.opt.Note == nil || r.ctx.Err() != nil || isFailure && strings.HasPrefix(failed.Said, "not a git repository") {
		return
	}
	r.opt.Note(fmt.Sprintf("%s: what .gitignore names is left out also where git tracks it: %v", path.Base(root), err))
}

// tracks tells whether git tracks a file that is ignored, or one in a folder that is.
func (c *checkout) tracks(r *reader, full string) bool {
	if c == nil || c.git == nil {
		return false
	}
	if !c.asked {
		c.asked, c.tracked = true, map[string]bool{}
		out, err := c.git.Run(r.ctx, nil, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard")
		if err != nil {
			r.cannotAsk(c.root, err)
		}
		for name := range strings.SplitSeq(string(out), "\x00") {
			for at := name; at != "" && at != "."; at = path.Dir(at) {
				c.tracked[path.Join(c.root, at)] = true
			}
		}
	}
	return c.tracked[full]
}
