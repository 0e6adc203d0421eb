package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// answersQuit: the container listens for a call that ends it.
func (c *draftContainer) answersQuit() bool {
	return slices.ContainsFunc(c.facts, func(f placed) bool { return f.Kind == fact.Listen && f.Purpose == fact.PurposeQuit }) || c.flagged("quitquitquit")
}

func (c *draftContainer) flagged(name string) bool {
	return slices.ContainsFunc(c.out.Argv, func(a string) bool { return strings.Contains(a, name) && !strings.HasSuffix(a, "=false") })
}

// shows tells whether a script shows what the container does, rather than the name of a program.
func (c *draftContainer) shows() bool {
	return c.program != nil && c.program.Shell != "" && (c.program.ScriptArg >= 0 || c.program.ScriptFile != "" && !c.program.Opaque)
}
