package pod

import (
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// Options of a build.
type Options struct {
	Knowledge *knowledge.Base
	// Kubernetes is the target version such as "1.31"; empty when the user gave none.
	Kubernetes string
	// Kinds lists further custom resources with a pod template: "group/Kind" to the path of the template.
	Kinds map[string]Path
}

// Builder makes pod models of the objects of one set. It is safe for concurrent use.
type Builder struct{}

// NewBuilder indexes set.
func NewBuilder(set *manifest.Set, opt Options) *Builder { return &Builder{} }

// Build returns one input for each pod that the object holds (a JobSet holds several), none for an object without a pod.
// A value of a wrong type in the pod part is an error with its place.
func (b *Builder) Build(obj *manifest.Object) ([]*Input, *manifest.Error) { return nil, nil }
