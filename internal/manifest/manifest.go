// Package manifest turns bytes into Kubernetes objects whose every value knows where it stands.
// It resolves scalars as kubectl does (sigs.k8s.io/yaml: YAML 1.1 booleans, octal numbers) and knows nothing of pods.
package manifest

import (
	"strings"

	"github.com/podlint/podlint/internal/source"
)

// Path leads from the root of an object to a value: string for a key, int for an index.
// An int that follows a scalar is a 0-based line of the scalar's text.
// A first element of the form "@Kind/namespace/name" makes the rest a path in that object of the same set.
type Path []any

// With returns a new path that goes further down; p is not changed.
func (p Path) With(elems ...any) Path {
	out := make(Path, 0, len(p)+len(elems))
	return append(append(out, p...), elems...)
}

// Paths makes many paths out of few blocks of memory: for paths that are let go together. The zero value is ready.
type Paths struct{ room []any }

// blockOfPaths is the elements of a block: some 25 paths into a pod template.
const blockOfPaths = 128

// With is p.With.
func (s *Paths) With(p Path, elems ...any) Path {
	n := len(p) + len(elems)
	if n > len(s.room) {
		s.room = make([]any, max(n, blockOfPaths))
	}
	out := Path(s.room[:0:n])
	s.room = s.room[n:]
	return append(append(out, p...), elems...)
}

// Span is a region of a file: lines and columns count from 1, columns in Unicode code points, ends are exclusive.
type Span struct {
	Line, Column, EndLine, EndColumn int
}

// Type is the JSON type of a node.
type Type uint8

// The types a node can have.
const (
	Null Type = iota
	Bool
	Int
	Float
	String
	Map
	List
)

// Node is one value of a manifest.
type Node struct {
	Type Type
	// Text is a String's decoded text, and for the other scalars their JSON literal (true, 8, 1.5, null).
	Text string
	// Fields are a Map's entries in the order of the file; of a duplicate key only the last entry, as kubectl reads it.
	Fields []Field
	// Items are a List's elements.
	Items []*Node
	// Span is where the value stands; an alias stands where its anchor's value does.
	Span Span
	// Block is set for a literal or folded block scalar; its text begins on the line after Span.Line.
	Block bool
}

// Field is one entry of a Map.
type Field struct {
	Key   string
	Span  Span // of the key
	Value *Node
}

// Object is one Kubernetes object of the set: a document, or an item of a List.
type Object struct {
	File       string
	Document   int // 0-based index of the YAML document in its file, empty documents counted
	Item       int // index in a List's items, -1 when the document is the object itself
	Prefix     Path
	Root       *Node
	APIVersion string
	Kind       string
	Namespace  string // as written; empty when the manifest names none
	Name       string
	Line       int // 1-based line on which the object starts
	// Patch is set when the object is a fragment: a kustomization.yaml of the set names its file as a patch, it holds a directive such as $patch,
	// or the file says what a test expects.
	Patch bool
	// Context is set for an object that is there for others to relate to: nothing judges it, and nothing is said of its suppressions.
	Context bool
	// Render is set for an object that a tool put together: Root is what it made, File, Document and Line are where it began.
	Render *Render
	// Duplicates are keys that occur twice in one map.
	Duplicates []Duplicate

	text *text // the file, for ends of lines and lines inside scalars
}

// Duplicate is a key that a map holds twice; kubectl keeps the later value.
type Duplicate struct {
	Path          Path // to the field, Key included
	Key           string
	First, Second Span
	Same          bool // both entries have one value
	Empty         bool // the first has none
}

// duplicate is what a later entry of a key says of the earlier one.
func duplicate(path Path, was, now *Field) Duplicate {
	return Duplicate{Path: path, Key: now.Key, First: was.Span, Second: now.Span, Same: was.Value.equal(now.Value), Empty: was.Value.Type == Null}
}

// Error is a place in an input that could not be read as a manifest; the other documents still are.
type Error struct {
	File         string
	Line, Column int // 0 when the whole file is meant
	Message      string
}

// Set is everything that is linted together.
type Set struct {
	Objects []*Object
	// Items are objects of Lists that are too long to be held, in the order of files; each is read when its turn comes. What others
	// refer to is in Objects all the same.
	Items     Items
	Errors    []Error
	Notes     []string // one line each, for standard error: skipped Helm templates and the like
	Files     int      // inputs read
	Documents int      // YAML or JSON documents seen, empty ones not counted
	// Sources holds the bytes of each file by name, for code frames and comments.
	// A file in UTF-16 is held as UTF-8. Comments and raw text are read from here. A List that is not held has a name and no bytes.
	Sources map[string][]byte
	// Long are those in YAML of the Sources that are not held.
	Long map[string]*source.Large
	// Substituted are names of images, as manifests write them without tag, to which a kustomization of the set gives another name, tag or digest.
	Substituted map[string]bool
	// Renders are the results of builds. Each is linted by itself, because what two overlays of one base make is never in one cluster under
	// one name. Written are the objects of the files that were built: nothing judges them, but their comments count.
	Renders []*Set
	Written []*Object
	// Templates are those of the Sources that made what is in Renders; their comments count.
	Templates []Template
	// Makers are documents that builds were made with and that are no objects, such as kustomizations without a kind; their comments count.
	Makers []*Object
	// Values are the documents of files of values that templates were given; their comments count.
	Values []*Object

	// Beside are files of builds of which only what the inputs have a part in was asked for: nothing is said about their comments.
	Beside map[string]bool
	// Listed are kinds of which every object is in the set that there is, also when there is none: a cluster was asked for them.
	Listed map[string]bool
	// Partial tells that there may be workloads which the set does not hold: a selector without any may select one of those.
	Partial bool
	// Cluster tells that the objects are those of one cluster: see [ReadCluster].
	Cluster bool
	// Environments are the roots that files lie below, by the names of the files. Objects of two roots are never related; a file that has none
	// belongs to all. Nil: there are no such roots.
	Environments map[string]string

	opened   bool // by Open
	byName   map[objectKey]*Object
	again    map[objectKey][]*Object // further objects of a name
	outlines map[string]int          // outlines of Items as JSON, and how many have each
}

// Charted are the objects that charts made.
func (s *Set) Charted() []*Object {
	var out []*Object
	for _, part := range s.Renders {
		for _, o := range part.Objects {
			if o.Render != nil && o.Render.Settings != nil {
				out = append(out, o)
			}
		}
	}
	return out
}

// Template is a file that made objects.
type Template struct {
	Name string // in Sources
	// Printed are its lines, from 1, of which something is in a result; others may stand where no values lead.
	Printed map[int]bool
}

// Unknown is a field that the Go type does not have.
type Unknown struct {
	Path    Path // to the field
	Key     string
	Nearest string // a field of the same struct with a similar name, else empty
}

// TypeError is a value that has not the type its field wants.
type TypeError struct {
	Path Path
	Span Span
	Want string
	Got  string
}

func (e *TypeError) Error() string {
	text := "want " + e.Want + ", got " + e.Got
	if e.Want != "a string" {
		return text
	}
	if strings.HasPrefix(e.Got, "the boolean") || strings.HasPrefix(e.Got, "the number") {
		text += "; put it in quotes"
	}
	return text
}
