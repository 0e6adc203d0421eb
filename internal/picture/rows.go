package picture

// rows places the containers, one below the other, and gives every end of a tie at them a row.
func (l *layout) rows() {
	y := l.top
	stage := -1
	for _, i := range l.order {
		b := l.boxes[i]
		if s := l.Nodes[i].stage(); s != stage {
			stage = s
			l.headings = append(l.headings, heading{y: y + pitch - 5, text: stages[s]})
			y += pitch * 1.5
			y = grid(y)
		}
		b.y = y
		left, right := l.leftRows(i, y+pitch), l.rightRows(i, y+pitch)
		b.h = max(b.h, float64(max(left, right)+1)*pitch)
		y = grid(y + b.h + pitch*1.2)
	}
	l.height = y
}

// grid is the next multiple of a row.
func grid(y float64) float64 {
	n := int(y) / pitch * pitch
	if float64(n) < y {
		n += pitch
	}
	return float64(n)
}

// leftRows gives rows to the ports of a container with those who ask them, then to what else comes in and goes out on this side.
func (l *layout) leftRows(at int, y float64) int {
	row := 0
	next := func() float64 {
		row++
		return y + float64(row-1)*pitch
	}
	for i := range l.Nodes {
		if n := &l.Nodes[i]; n.Kind == Port && n.Owner == at {
			l.pill(i, next)
		}
	}
	for i := range l.wires {
		w := &l.wires[i]
		if w.right {
			continue
		}
		if w.tie.To == at {
			w.to.y = next()
		}
		if w.tie.From == at {
			w.from.y = next()
		}
	}
	return row
}

// pill places a port.
func (l *layout) pill(at int, next func() float64) {
	b := &box{node: at, lines: []string{fit(l.Nodes[at].port(), roomPort, "…")}}
	first, last := 0.0, 0.0
	for i := range l.wires {
		if w := &l.wires[i]; w.tie.To == at {
			w.to.y = next()
			if first == 0 {
				first = w.to.y
			}
			last = w.to.y
		}
	}
	if first == 0 {
		first = next()
		last = first
	}
	b.y, b.h = first-8, last-first+16
	b.title = "port " + l.Nodes[at].port() + " of " + l.Nodes[l.Nodes[at].Owner].Name
	l.boxes[at] = b
}

func (l *layout) rightRows(at int, y float64) int {
	row := 0
	for i := range l.wires {
		w := &l.wires[i]
		if !w.right {
			continue
		}
		for _, end := range []*wireEnd{&w.from, &w.to} {
			if end.node == at {
				end.y = y + float64(row)*pitch
				row++
			}
		}
	}
	return row
}
