package known

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// File is a file of examples: comments, examples and, below each example and indented, what is known of it.
type File struct {
	Name  string
	lines []string
}

// Files reads the files of examples of a folder.
func Files(fsys fs.FS, dir string) ([]File, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("list examples: %w", err)
	}
	var out []File
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read examples: %w", err)
		}
		out = append(out, File{path.Base(name), strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")})
	}
	return out, nil
}

// About is 0 for a file of that name, without its ending, and 1 for any other.
func (f *File) About(name string) int {
	if f.Name == name+".txt" {
		return 0
	}
	return 1
}

// Text is the file as it is.
func (f *File) Text() string { return strings.Join(f.lines, "\n") + "\n" }

// Told is the text of the file as a teller has it.
func (f *File) Told(t *Teller) (string, error) {
	var sb strings.Builder
	err := f.each(t, func(line string) bool {
		sb.WriteString(line + "\n")
		return true
	})
	return sb.String(), err
}

// Holds tells whether a teller says what the file does.
func (f *File) Holds(t *Teller) (bool, error) {
	at := 0
	err := f.each(t, func(line string) bool {
		if at++; at > len(f.lines) || f.lines[at-1] != line {
			at = -1
		}
		return at > 0
	})
	return at == len(f.lines), err
}

// each visits the lines as a teller has them, as long as visit returns true.
func (f *File) each(t *Teller, visit func(line string) bool) error {
	t = t.With(t.base) // which was told of nothing in other files
	for i, line := range f.lines {
		switch {
		case strings.HasPrefix(line, "\t"):
			continue
		case !visit(line):
			return nil
		case line == "" || line[0] == '#':
			continue
		}
		text, err := t.Tell(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", f.Name, i+1, err)
		}
		if !visit("\t" + text) {
			return nil
		}
	}
	return nil
}
