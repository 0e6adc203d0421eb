package source

import (
	"bytes"
	"slices"
	"sync"
)

// Record is a tree that notes what is asked of it, so that what was made of the answers need not be made again while they are the same. It is safe
// for concurrent use.
type Record struct {
	tree Tree

	mu    sync.Mutex
	kinds map[string]Kind
	files map[string]outcome[[]byte]
	links map[string]outcome[string]
	lists map[string]outcome[[]string]
}

// outcome is an answer, or that there is none.
type outcome[T any] struct {
	value T
	err   error
}

// NewRecord begins to note what is asked of a tree.
func NewRecord(tree Tree) *Record {
	return &Record{
		tree: tree, kinds: map[string]Kind{}, files: map[string]outcome[[]byte]{}, links: map[string]outcome[string]{},
		lists: map[string]outcome[[]string]{},
	}
}

// recorded answers a question, from what is known when it was asked before.
func recorded[T any](r *Record, known map[string]outcome[T], name string, ask func(string) (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	got, again := known[name]
	if !again {
		got.value, got.err = ask(name)
		known[name] = got
	}
	return got.value, got.err
}

// Kind tells files from folders.
func (r *Record) Kind(name string) Kind {
	r.mu.Lock()
	defer r.mu.Unlock()
	kind, known := r.kinds[name]
	if !known {
		kind = r.tree.Kind(name)
		r.kinds[name] = kind
	}
	return kind
}

// ReadFile returns the bytes of a file.
func (r *Record) ReadFile(name string) ([]byte, error) {
	return recorded(r, r.files, name, r.tree.ReadFile)
}

// Resolve follows the links of a name.
func (r *Record) Resolve(name string) (string, error) {
	return recorded(r, r.links, name, r.tree.Resolve)
}

// List returns the names of what is in a folder.
func (r *Record) List(name string) ([]string, error) { return recorded(r, r.lists, name, r.tree.List) }

// Saw notes the bytes of a file that somebody else read from the tree.
func (r *Record) Saw(name string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files[name] = outcome[[]byte]{value: data}
}

// Holds tells whether another tree gives the same answers.
func (r *Record) Holds(in Tree) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, kind := range r.kinds {
		if in.Kind(name) != kind {
			return false
		}
	}
	return hold(r.files, in.ReadFile, sameBytes) && hold(r.lists, in.List, slices.Equal) &&
		hold(r.links, in.Resolve, func(a, b string) bool { return a == b })
}

func hold[T any](known map[string]outcome[T], ask func(string) (T, error), same func(a, b T) bool) bool {
	for name, was := range known {
		is, err := ask(name)
		if (err == nil) != (was.err == nil) || err == nil && !same(was.value, is) {
			return false
		}
	}
	return true
}

// sameBytes compares contents, at no cost when they are those of the last time.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b))
}
