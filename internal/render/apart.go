package render

import (
	"context"
	"errors"
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

// mostApart is how often kustomizations are kept apart; after that all that are left are built at once.
const mostApart = 8

// buildApart builds kustomizations, at first none together with another that shares a part that nothing was built of: when that part cannot be
// built, the first one tells, and the others are built without it. False as for buildAll.
func (p *project) buildApart(ctx context.Context, roots []*kustomization) bool {
	built, before := make([][]*manifest.Set, len(roots)), p.parts
	tried := map[*kustomization]bool{}
	left := make([]int, len(roots))
	for i := range roots {
		left[i] = i
	}
	for round := 0; len(left) > 0; round++ {
		now, later := left, []int(nil)
		if round < mostApart {
			now, later = p.apart(roots, left, tried)
		}
		if !p.buildThese(ctx, roots, now, built) {
			p.parts = nil
			return false
		}
		left = later
	}
	p.parts = slices.Concat(before, slices.Concat(built...))
	return true
}

// buildThese builds those of the roots that are numbered.
func (p *project) buildThese(ctx context.Context, roots []*kustomization, now []int, built [][]*manifest.Set) bool {
	these := make([]*kustomization, len(now))
	for i, n := range now {
		these[i] = roots[n]
	}
	for i, out := range p.attempts(ctx, these) {
		p.parts = nil
		if err := p.build(ctx, these[i], out); errors.Is(err, errMemory) {
			return false
		}
		built[now[i]] = p.parts
	}
	return true
}

// apart divides those that are left: no two of the first share a part that was not tried before. What they consist of is tried then.
func (p *project) apart(roots []*kustomization, left []int, tried map[*kustomization]bool) (now, later []int) {
	taken := map[*kustomization]bool{}
	for _, i := range left {
		parts := p.closure(roots[i])
		if slices.ContainsFunc(parts, func(k *kustomization) bool { return taken[k] && !tried[k] }) {
			later = append(later, i)
			continue
		}
		now = append(now, i)
		for _, k := range parts {
			taken[k] = true
		}
	}
	for k := range taken {
		tried[k] = true
	}
	return now, later
}
