// Package policy loads, checks, compiles and evaluates Rego rules. It is the only importer of OPA and knows nothing of Kubernetes:
// an input is any Go value with json tags, a result is a path and a message.
package policy

import (
	"io/fs"
	"time"
)

// Source is a tree of Rego files. Name stands in messages: "" for the shipped rules, else the folder as the user typed it.
type Source struct {
	Name string
	FS   fs.FS
	// Index saves reading the METADATA of rules whose file is unchanged; nil when there is none.
	Index []Entry
	// Sieves are those of the rules in Index and of what they ask for, by package and name.
	Sieves map[string]map[string]string
	// Library is that of the engine that Index was made of. With another library the index is stale as a whole.
	Library uint32
	// Skip leaves files of FS out, given their paths in it; nil keeps all.
	Skip func(name string) bool
}

// Rule is a rule's METADATA. ID is the folder's name with "-" for "_"; nothing else repeats it.
type Rule struct {
	ID          string               `json:"id"`
	Category    string               `json:"category"`
	Title       string               `json:"title"`
	Description string               `json:"description"`
	Severity    string               `json:"severity"`   // error | warning | info
	Confidence  string               `json:"confidence"` // certain | strong | heuristic
	Fix         string               `json:"fix"`        // the way out, Markdown
	Resources   []Resource           `json:"related_resources"`
	Parameters  map[string]Parameter `json:"parameters,omitempty"`
	Picture     bool                 `json:"-"`    // its page draws the example
	File        string               `json:"file"` // of the .rego file, as the user would type it
	Own         bool                 `json:"-"`    // a user's: its source has a name
}

// Resource is a source that backs a rule.
type Resource struct {
	Ref         string `json:"ref"`
	Description string `json:"description,omitempty"`
}

// Parameter is a setting of a rule: a JSON Schema fragment, its default and what it means.
type Parameter struct {
	Description string         `json:"description"`
	Schema      map[string]any `json:"schema"`
	Default     any            `json:"default"`
}

// Match is one violation as a rule states it.
type Match struct {
	Rule      string
	Message   string
	Path      []any
	Container string
	Severity  string // empty: the rule's own
	Fix       *Fix   // nil: the rule's own
	Related   []Related
	Certainty *Certainty // nil: the rule says nothing of how certain it is
}

// Related is the other place of a violation.
type Related struct {
	Message string
	Path    []any
}

// Problem is a fault of a policy: file:line:column and what was expected.
type Problem struct {
	File         string
	Line, Column int
	Message      string
	Snippet      string // the source line, empty when unknown
}

// Options of an engine.
type Options struct {
	// Schema is the JSON Schema of the input; when set, a misspelt field in a rule is a compile error. It costs time.
	Schema []byte
	// Limit bounds one evaluation; zero means 2 s.
	Limit time.Duration
	// Memory is by how many bytes the heap may grow during one evaluation; zero means 256 MiB.
	Memory uint64
	// Compile bounds the compiling of a user's rules; zero means 10 s.
	Compile time.Duration
	// Retry asks a rule that passed a limit again for the next input. A run over one user's inputs must come to an end; a server must not
	// leave a rule out for all because of one of them.
	Retry bool
	// Ungated evaluates the rules that cannot fire, too, and shows all of them the whole input. It changes no result; tests compare.
	Ungated bool
}
