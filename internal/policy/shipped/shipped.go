// Package shipped holds the rules that come with podlint, with an index of their METADATA that a test keeps fresh.
package shipped

import (
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/policies"
)

// Source is the shipped rules, ready to be loaded without reading their METADATA.
func Source() policy.Source {
	return policy.Source{FS: policies.FS, Index: index(), Sieves: sieves(), Library: library}
}
