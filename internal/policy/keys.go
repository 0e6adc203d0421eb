package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Keys of what a rule states. Others are faults, where they are written and where they are worked out.
var (
	violationKeys = []string{"msg", "path", "container", "severity", "certainty", "related", "fix"}
	relatedKeys   = []string{"msg", "path"}
	certaintyKeys = []string{"lower", "doubt", "confidence", "reason"} // all of which must be there
	fixKeys       = []string{"title", "safe", "changes"}               // all of which must be there, too
)

// keyTerms are those keys as OPA has them, made once: every violation has most of them, and each is looked for in it.
var keyTerms = newKeyTerms()

func newKeyTerms() map[string]*ast.Term {
	names := slices.Concat(violationKeys, relatedKeys, certaintyKeys, fixKeys, []string{"op"})
	for _, keys := range changeKeys {
		for _, key := range keys {
			names = append(names, strings.TrimPrefix(key, "?"))
		}
	}
	out := make(map[string]*ast.Term, len(names))
	for _, name := range names {
		out[name] = ast.StringTerm(name)
	}
	return out
}

// keyTerm is a key as OPA has it.
func keyTerm(name string) *ast.Term {
	if t, known := keyTerms[name]; known {
		return t
	}
	return ast.StringTerm(name)
}
