package picture

import (
	"cmp"
	"slices"
)

// column places the nodes of an outer column near what they are tied to.
func (l *layout) column(nodes []int, right bool) {
	near := map[int]float64{}
	for _, i := range nodes {
		near[i] = l.middle(i)
	}
	slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(near[a], near[b]) })
	y := l.top
	for _, i := range nodes {
		b := l.boxes[i]
		ends := l.outerEnds(i, right)
		b.h = max(b.h, float64(len(ends)+1)*pitch)
		b.y = y
		if near[i] < untied {
			b.y = max(y, near[i]-b.h/2)
		}
		l.attach(b, ends)
		y = b.y + b.h + pitch
		l.height = max(l.height, y)
	}
}

// untied comes below everything.
const untied = 1e9

// middle is where what a node is tied to lies on average.
func (l *layout) middle(at int) float64 {
	sum, n := 0.0, 0
	for i := range l.wires {
		w := &l.wires[i]
		if w.tie.From == at && w.to.inner {
			sum, n = sum+w.to.y, n+1
		}
		if w.tie.To == at && w.from.inner {
			sum, n = sum+w.from.y, n+1
		}
	}
	if n == 0 {
		return untied
	}
	return sum / float64(n)
}

// outerEnds are the ends of ties at a node of an outer column, from the top.
func (l *layout) outerEnds(at int, right bool) []*wireEnd {
	type end struct {
		end   *wireEnd
		other float64
	}
	var ends []end
	for i := range l.wires {
		w := &l.wires[i]
		if w.right != right {
			continue
		}
		if w.tie.From == at {
			ends = append(ends, end{&w.from, w.to.y})
		}
		if w.tie.To == at {
			ends = append(ends, end{&w.to, w.from.y})
		}
	}
	slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(a.other, b.other) })
	out := make([]*wireEnd, len(ends))
	for i := range ends {
		out[i] = ends[i].end
	}
	return out
}

// attach gives the ends at a node their rows, between those of the containers; a single one lies straight across where that is possible.
func (l *layout) attach(b *box, ends []*wireEnd) {
	if len(ends) == 1 {
		if other, inner := l.opposite(ends[0]); inner && other >= b.y+pitch/2 && other <= b.y+b.h-pitch/2 {
			ends[0].y = other
			return
		}
	}
	b.y = grid(b.y)
	first := b.y + pitch/2
	if free := int(b.h/pitch) - len(ends); free > 1 {
		first += float64(free / 2 * pitch)
	}
	for i, e := range ends {
		e.y = first + float64(i)*pitch
	}
}

// opposite is the row of the other end of a tie.
func (l *layout) opposite(e *wireEnd) (y float64, inner bool) {
	for i := range l.wires {
		switch w := &l.wires[i]; e {
		case &w.from:
			return w.to.y, w.to.inner
		case &w.to:
			return w.from.y, w.from.inner
		}
	}
	return 0, false
}

// lane gives every tie of a side that is not straight a lane in which no other one lies beside it.
func (l *layout) lane(right bool) {
	var busy [][][2]float64
	for i := range l.wires {
		w := &l.wires[i]
		if w.right != right || w.from.y == w.to.y {
			continue
		}
		span := [2]float64{min(w.from.y, w.to.y) - 4, max(w.from.y, w.to.y) + 4}
		at := slices.IndexFunc(busy, func(taken [][2]float64) bool {
			return !slices.ContainsFunc(taken, func(s [2]float64) bool { return s[0] < span[1] && span[0] < s[1] })
		})
		if at < 0 {
			busy = append(busy, nil)
			at = len(busy) - 1
		}
		busy[at] = append(busy[at], span)
		w.lane = at + 1
	}
	if right {
		l.rightLanes = len(busy)
	} else {
		l.leftLanes = len(busy)
	}
}
