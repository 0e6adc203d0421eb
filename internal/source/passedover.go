package source

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// passedOver is what lies below the folders that were searched and is not read, though somebody could mean that it is: kubectl apply -f FOLDER
// takes hidden files.
type passedOver struct {
	hidden []string // files that look like objects
	links  []string // to folders
	looked int      // files and folders below hidden folders
}

// Bounds of the look at what is hidden: it is no reading.
const (
	maxLooked = 5000
	maxHead   = 1 << 20
)

// hide passes over a hidden file or folder, and keeps in mind what looks as if it was meant to be read.
func (r *reader) hide(name, full string, entry fs.DirEntry, s scope) {
	r.skip(name, "it is hidden")
	if r.opt.Note == nil || entry.Name() == ".git" || r.unwanted(full, entry.IsDir()) || s.leaves(r, full, entry.IsDir()) {
		return
	}
	if !entry.IsDir() {
		r.hideFile(name, entry)
		return
	}
	s.tracked = s.tracked || s.ignores.ignored(full, true)
	r.hideFolder(name, full, s)
}

func (r *reader) hideFolder(dir, abs string, s scope) {
	entries, err := os.ReadDir(filepath.FromSlash(dir))
	if err != nil {
		return // nobody asked for it
	}
	s.ignores = readIgnore(abs, s.ignores)
	for _, entry := range entries {
		name, full := path.Join(dir, entry.Name()), path.Join(abs, entry.Name())
		if r.over.looked++; r.over.looked > maxLooked || r.ctx.Err() != nil {
			return
		}
		switch {
		case entry.Name() == ".git" || r.unwanted(full, entry.IsDir()) || s.leaves(r, full, entry.IsDir()):
		case entry.IsDir():
			below := s
			below.tracked = s.tracked || s.ignores.ignored(full, true)
			r.hideFolder(name, full, below)
		default:
			r.hideFile(name, entry)
		}
	}
}

func (r *reader) hideFile(name string, entry fs.DirEntry) {
	if isManifestName(name) && entry.Type()&(fs.ModeType&^fs.ModeSymlink) == 0 && r.looksLikeObject(name) {
		r.over.hidden = append(r.over.hidden, name)
	}
}

// looksLikeObject goes by the two words that every object has. What is too large to be looked at may be one.
func (r *reader) looksLikeObject(name string) bool {
	f, info, err := r.root.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // nothing was written
	head, err := io.ReadAll(io.LimitReader(f, maxHead))
	return err == nil && (info.Size() > maxHead || bytes.Contains(head, []byte("apiVersion")) && bytes.Contains(head, []byte("kind")))
}

// link tells whether a name is a link to a folder, which is not followed, and keeps it in mind.
func (r *reader) link(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(filepath.FromSlash(name))
	if err != nil || !info.IsDir() {
		return false
	}
	r.skip(name, "it is a link to a folder")
	r.over.links = append(r.over.links, name)
	return true
}

// tellPassedOver says in a line each what was not read.
func (r *reader) tellPassedOver() {
	if r.opt.Note == nil {
		return
	}
	if list, n := firstOf(r.over.hidden); n == 1 {
		r.opt.Note(list + " is hidden and looks like a Kubernetes object: it is not read unless it is named; exclude leaves it out without a word")
	} else if n > 1 {
		r.opt.Note(list + " are hidden and look like Kubernetes objects: they are not read unless they are named; exclude leaves them out without a word")
	}
	if r.over.looked > maxLooked {
		r.opt.Note(fmt.Sprintf("more than %d files and folders are hidden, or lie in hidden folders: the others were not looked at; exclude leaves them out without a word", maxLooked))
	}
	var links []string
	for _, name := range r.over.links {
		if !r.searched(name) {
			links = append(links, name)
		}
	}
	if list, n := firstOf(links); n == 1 {
		r.opt.Note(list + " is a link to a folder, and not followed: name the folder to check it")
	} else if n > 1 {
		r.opt.Note(list + " are links to folders, and not followed: name the folders to check them")
	}
}

// searched tells whether a link leads into a folder that was searched anyway.
func (r *reader) searched(name string) bool {
	target, err := filepath.EvalSymlinks(filepath.FromSlash(name))
	if err != nil {
		return false
	}
	for _, root := range r.folders {
		at, err := filepath.EvalSymlinks(filepath.FromSlash(root))
		if err != nil {
			continue
		}
		if rel, err := relative(at, target); err == nil && rel != ".." && !strings.HasPrefix(rel, "../") {
			return true
		}
	}
	return false
}

// relative is filepath.Rel for names that need not both be absolute, with forward slashes.
func relative(from, to string) (string, error) {
	from, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	if to, err = filepath.Abs(to); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(from, to)
	return filepath.ToSlash(rel), err
}

// firstOf lists the first names and counts the others.
func firstOf(names []string) (list string, n int) {
	const most = 3
	n = len(names)
	if n <= most {
		return strings.Join(names, ", "), n
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), n-most), n
}
