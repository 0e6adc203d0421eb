package picture

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestLayout: in pictures of any shape no box lies on another, no text is wider than its box, and no two ties run along one line.
func TestLayout(t *testing.T) {
	for seed := range uint64(400) {
		d := random(rand.New(rand.NewPCG(seed, 7)))
		t.Run(fmt.Sprint(seed), func(t *testing.T) { checkLayout(t, arrange(d)) })
	}
	for i, text := range hostileTexts {
		t.Run(fmt.Sprint("hostile ", i), func(t *testing.T) { checkLayout(t, arrange(hostile(text))) })
	}
	t.Run("shop", func(t *testing.T) { checkLayout(t, arrange(shop())) })
}

func checkLayout(t *testing.T, l *layout) {
	t.Helper()
	for i := range l.Nodes {
		b := l.boxes[i]
		if b == nil {
			t.Fatalf("node %d, a %s, has no place", i, l.Nodes[i].Kind)
		}
		if b.x < 0 || b.y < l.top || b.x+b.w > l.width || b.y+b.h > l.height {
			t.Errorf("node %d lies outside of the picture: %+v in %g x %g", i, b, l.width, l.height)
		}
		for _, s := range b.lines {
			if w := float64(cells(s)) * cellWidth; w > b.w-inset {
				t.Errorf("node %d: %q is wider than its box of %g", i, s, b.w)
			}
		}
		if need := float64(len(b.lines)+len(b.pinLines)) * pitch; l.Nodes[i].Kind != Port && need > b.h {
			t.Errorf("node %d: %g of text in a box of %g", i, need, b.h)
		}
		for j := range i {
			if o := l.boxes[j]; b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h {
				t.Errorf("nodes %d and %d lie on each other: %+v %+v", i, j, b, o)
			}
		}
	}
	checkWires(t, l)
}

// stretch is a part of a tie: along x at y, or along y at x.
type stretch struct {
	wire         int
	upright      bool
	at, from, to float64
}

func checkWires(t *testing.T, l *layout) {
	t.Helper()
	p := &painter{layout: l}
	var all []stretch
	for i := range l.wires {
		w := &l.wires[i]
		from, to := p.end(w, &w.from), p.end(w, &w.to)
		x := l.leftLaneX + float64(l.leftLanes+1-w.lane)*laneWidth
		if w.right {
			x = l.rightLaneX + float64(w.lane)*laneWidth
		}
		if w.lane == 0 {
			all = append(all, stretch{i, false, w.from.y, from, to})
			continue
		}
		all = append(all, stretch{i, false, w.from.y, from, x}, stretch{i, true, x, w.from.y, w.to.y}, stretch{i, false, w.to.y, to, x})
	}
	for i, a := range all {
		for _, b := range all[:i] {
			if a.wire != b.wire && a.upright == b.upright && a.at == b.at &&
				min(a.from, a.to) < max(b.from, b.to) && min(b.from, b.to) < max(a.from, a.to) {
				t.Errorf("ties %d and %d run along one line: %+v %+v", a.wire, b.wire, a, b)
			}
		}
	}
}
