package show

import (
	"fmt"

	"github.com/podlint/podlint/internal/picture"
)

// prune takes out ports that nothing leads to where a container has many, and counts them.
func (w *drawer) prune() {
	keep, free := w.kept()
	for i := range w.Ties {
		w.Ties[i].From, w.Ties[i].To = keep[w.Ties[i].From], keep[w.Ties[i].To]
	}
	for i := range w.places {
		w.places[i].node = keep[w.places[i].node]
	}
	for key, at := range w.others {
		if at >= 0 {
			w.others[key] = keep[at]
		}
	}
	var nodes []picture.Node
	for i := range w.Nodes {
		if keep[i] >= 0 {
			nodes = append(nodes, w.Nodes[i])
		}
	}
	w.Nodes = nodes
	for owner, n := range free {
		if n > maxPorts {
			w.Nodes[owner].Notes = append(w.Nodes[owner].Notes, fmt.Sprintf("and %d more ports", n-maxPorts))
		}
	}
}

// kept is the new index of every node, -1 for one that goes, and how many ports of each container nothing leads to. Containers come first
// and keep theirs.
func (w *drawer) kept() (index []int, free map[int]int) {
	tied := map[int]bool{}
	for _, t := range w.Ties {
		tied[t.From], tied[t.To] = true, true
	}
	free = map[int]int{}
	index = make([]int, len(w.Nodes))
	next := 0
	for i := range w.Nodes {
		n := &w.Nodes[i]
		if n.Kind == picture.Port && !tied[i] {
			if free[n.Owner]++; free[n.Owner] > maxPorts {
				index[i] = -1
				continue
			}
		}
		index[i] = next
		next++
	}
	return index, free
}
