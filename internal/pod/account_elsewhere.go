package pod

import (
	"slices"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
)

// bindingsOfRun are those of a set and all its builds, by the accounts that they name. One cluster may hold what several builds make, and the
// roles often stand in another one than the pods.
type bindingsOfRun struct {
	set  *manifest.Set
	once sync.Once
	of   map[string][]boundName
}

// boundName is what a binding is called.
type boundName struct{ kind, name string }

func (r *bindingsOfRun) find() {
	r.of = map[string][]boundName{}
	for _, set := range slices.Concat([]*manifest.Set{r.set}, r.set.Renders) {
		for _, o := range set.Objects {
			if o.Kind != "RoleBinding" && o.Kind != "ClusterRoleBinding" {
				continue
			}
			for _, n := range items(o.Root, "subjects") {
				if account := text(n, "name"); text(n, "kind") == "ServiceAccount" {
					r.of[account] = append(r.of[account], boundName{o.Kind, o.Name})
				}
			}
		}
	}
}

// boundElsewhere tells whether the run has a binding of an account that the set has none of the same name for.
func (b *Builder) boundElsewhere(account string) bool {
	if len(b.run.set.Renders) == 0 {
		return false
	}
	b.run.once.Do(b.run.find)
	b.index.binding.Do(b.index.indexBindings)
	return slices.ContainsFunc(b.run.of[account], func(name boundName) bool { return !b.index.bound.names[name] })
}
