package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// folder reads the inputs below a folder, in the order of names.
func (r *reader) folder(name string) {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		r.fail(name, "cannot read: %s", reason(err))
		return
	}
	if _, err := r.root.Resolve(name); err != nil {
		r.fail(name, "cannot read: %s%s", reason(err), instead(err))
		return
	}
	abs = filepath.ToSlash(abs)
	r.folders = append(r.folders, name)
	c, ignores := r.ignoresAbove(abs)
	r.walk(name, abs, scope{checkout: c, ignores: ignores})
}

// scope is what decides what is read below a folder.
type scope struct {
	checkout *checkout // nil: no repository
	ignores  *ignoreFile
	// tracked is set in a folder that is ignored: only what git tracks is read there.
	tracked bool
}

// leaves tells whether a file or a folder is left out. What git tracks is not, whatever a pattern says.
func (s scope) leaves(r *reader, full string, folder bool) bool {
	return (s.tracked || s.ignores.ignored(full, folder)) && !s.checkout.tracks(r, full)
}

// walk reads one folder, given by the name to report and by its absolute path. It never follows a link to a folder, so it cannot
// run in circles or leave the folder that was named.
func (r *reader) walk(dir, abs string, s scope) {
	if r.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(filepath.FromSlash(dir))
	if err != nil {
		r.fail(dir, "cannot read: %s", reason(err))
	}
	s.ignores = readIgnore(abs, s.ignores)
	for _, entry := range entries {
		name, full := path.Join(dir, entry.Name()), path.Join(abs, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
			r.hide(name, full, entry, s)
		case r.link(name, entry):
		case !entry.IsDir() && !isManifestName(entry.Name()):
			r.skip(name, OtherEnding)
		case r.unwanted(full, entry.IsDir()):
			r.skip(name, "it is excluded")
		case s.leaves(r, full, entry.IsDir()):
			r.skip(name, "git ignores it")
		case entry.IsDir():
			below := s
			below.tracked = s.tracked || s.ignores.ignored(full, true)
			r.walk(name, full, below)
		default:
			r.entry(name, entry)
		}
	}
}

// OtherEnding is why most files of most folders are passed over.
const OtherEnding = "its name does not end in .yaml, .yml or .json"

func (r *reader) skip(name, why string) {
	if r.opt.Skipped != nil {
		r.opt.Skipped(name, why)
	}
}

func (r *reader) unwanted(full string, folder bool) bool {
	return r.opt.Wanted != nil && !r.opt.Wanted(full, folder)
}

// entry reads a file below a folder. Links to files are followed; a link to nothing is an error, because somebody meant a file.
func (r *reader) entry(name string, entry fs.DirEntry) {
	info, err := entry.Info()
	if err == nil && entry.Type()&fs.ModeSymlink != 0 {
		info, err = os.Stat(filepath.FromSlash(name))
	}
	switch {
	case err != nil:
		r.fail(name, "cannot read: %s", reason(err))
	case info.Mode().IsRegular():
		r.file(name)
	}
}

func isManifestName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return name == "Kustomization" || strings.HasSuffix(name, "/Kustomization")
}
