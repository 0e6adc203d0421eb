package render

import "github.com/podlint/podlint/internal/manifest"

// checkCycles reports kustomizations that come to use themselves, each circle once.
func (p *project) checkCycles() {
	done := map[*kustomization]bool{}
	at := map[*kustomization]int{} // places on the way, from 1
	var way []*kustomization
	var visit func(k *kustomization)
	visit = func(k *kustomization) {
		way = append(way, k)
		at[k] = len(way)
		for _, dir := range k.dirs {
			switch next := p.known[dir]; {
			case next == nil || done[next]:
			case at[next] > 0:
				p.reportCycle(append(way[at[next]-1:], next))
			default:
				visit(next)
			}
		}
		way = way[:len(way)-1]
		delete(at, k)
		done[k] = true
	}
	for _, dir := range p.given {
		if k := p.known[dir]; k != nil && !done[k] {
			visit(k)
		}
	}
}

// reportCycle takes the kustomizations of a circle, the first of them at its end again.
func (p *project) reportCycle(circle []*kustomization) {
	k, next := circle[0], circle[1]
	p.block(k, manifest.Path{"resources"}, "cannot build: the kustomization uses itself, by way of "+p.name(next.dir))
}
