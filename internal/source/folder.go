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
	r.walk(name, abs, ignoresAbove(abs))
}

// walk reads one folder, given by the name to report and by its absolute path. It never follows a link to a folder, so it cannot
// run in circles or leave the folder that was named.
func (r *reader) walk(dir, abs string, ignores *ignoreFile) {
	if r.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(filepath.FromSlash(dir))
	if err != nil {
		r.fail(dir, "cannot read: %s", reason(err))
	}
	ignores = readIgnore(abs, ignores)
	for _, entry := range entries {
		name, full := path.Join(dir, entry.Name()), path.Join(abs, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), ".") || ignores.ignored(full, entry.IsDir()) || r.unwanted(full, entry.IsDir()):
		case entry.IsDir():
			r.walk(name, full, ignores)
		case isManifestName(entry.Name()):
			r.entry(name, entry)
		}
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
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return name == "Kustomization" || strings.HasSuffix(name, "/Kustomization")
}
