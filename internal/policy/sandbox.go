package policy

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// sandbox holds what a rule may call: nothing that reaches out, nothing whose answer changes from run to run, and nothing that can take
// any amount of memory in one call. It is asked for before anything is compiled, and bounds the functions of OPA first.
var sandbox = sync.OnceValue(func() *ast.Capabilities {
	boundCalls()
	caps := ast.CapabilitiesForThisVersion()
	kept := make([]*ast.Builtin, 0, len(caps.Builtins))
	for _, b := range caps.Builtins {
		if allowed(b) {
			kept = append(kept, b)
		}
	}
	caps.Builtins = kept
	caps.AllowNet = []string{} // nil would mean any host
	return caps
})

func allowed(b *ast.Builtin) bool {
	switch b.Name {
	case ast.JSONMatchSchema.Name, ast.JSONSchemaVerify.Name:
		return true // nondeterministic only because a schema may name another one, which schemaCall refuses
	case ast.HTTPSend.Name, ast.OPARuntime.Name, ast.RandIntn.Name, ast.UUIDRFC4122.Name, ast.NowNanos.Name:
		return false
	}
	return !endless(b.Name) && !b.Nondeterministic && !strings.HasPrefix(b.Name, "net.")
}

// endless tells the functions one call of which may take any amount of memory or of stack while nothing can interrupt it.
func endless(name string) bool {
	switch name {
	case ast.BitsShiftLeft.Name, ast.ReachablePathsBuiltin.Name, ast.RenderTemplate.Name, ast.GlobsMatch.Name, ast.RegoParseModule.Name:
		return true
	}
	return strings.HasPrefix(name, "graphql.")
}

// Sandbox is what rules may call, for those who compile them otherwise than through an [Engine].
func Sandbox() *ast.Capabilities { return sandbox() }
