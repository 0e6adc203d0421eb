package policy

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// sandbox holds what a rule may call: nothing that reaches out, nothing whose answer changes from run to run.
var sandbox = sync.OnceValue(func() *ast.Capabilities {
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
		return true // nondeterministic only because a schema may name a remote one, which AllowNet forbids
	case ast.HTTPSend.Name, ast.OPARuntime.Name, ast.RandIntn.Name, ast.UUIDRFC4122.Name, ast.NowNanos.Name:
		return false
	case ast.BitsShiftLeft.Name:
		return false // one call may ask for any amount of memory, and nothing can interrupt it
	}
	return !b.Nondeterministic && !strings.HasPrefix(b.Name, "net.")
}

// Sandbox is what rules may call, for those who compile them otherwise than through an [Engine].
func Sandbox() *ast.Capabilities { return sandbox() }
