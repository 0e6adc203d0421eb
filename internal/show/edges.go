package show

import (
	"strings"

	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
)

// edges draws the ties that neither a port nor a volume shows.
func (w *drawer) edges() {
	for _, e := range w.in.Pod.Edges {
		from, to := w.container(e.From), w.container(e.To)
		if from < 0 || to < 0 || !w.bare(&e, from, to) {
			continue
		}
		w.tie(from, to, picture.Acts, strings.ReplaceAll(e.Kind, "-", " "), e.Certainty == "guessed")
	}
}

// bare tells whether a tie is drawn by itself.
func (w *drawer) bare(e *pod.Edge, from, to int) bool {
	switch e.Kind {
	case "start-order", "injected":
		return false
	case "signal", "shared-memory", "declared-by-user":
		return true
	}
	return !w.joined(from, to)
}

// joined tells whether a port or a volume joins two containers.
func (w *drawer) joined(a, b int) bool {
	near := map[int]bool{}
	for _, t := range w.Ties {
		switch {
		case t.From == a && w.owner(t.To) == b, t.From == b && w.owner(t.To) == a:
			return true
		case t.From == a:
			near[t.To] = true
		}
	}
	for _, t := range w.Ties {
		if t.From == b && near[t.To] && w.Nodes[t.To].Kind == picture.Volume {
			return true
		}
	}
	return false
}

// owner is the container that a node is or belongs to, -1 for others.
func (w *drawer) owner(node int) int {
	switch n := &w.Nodes[node]; n.Kind {
	case picture.Container:
		return node
	case picture.Port:
		return n.Owner
	}
	return -1
}
