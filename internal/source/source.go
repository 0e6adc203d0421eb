// Package source turns the paths a user names (files, folders, globs, standard input) into named bytes.
// It knows nothing of Kubernetes.
package source

import "context"

// File is one input. Name is as the user would type it: relative to the working directory, with forward slashes;
// standard input is "<stdin>".
type File struct {
	Name string
	Data []byte
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
}

// Read expands paths and reads every file, in the order of the arguments and, below a folder, in the order of names.
// A file named twice is read once. What cannot be read becomes an Error and does not stop the others.
func Read(ctx context.Context, paths []string, opt Options) ([]File, []Error) {
	return nil, nil
}
