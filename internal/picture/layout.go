package picture

import (
	"cmp"
	"slices"
	"strings"
)

// The picture has three columns: what is outside, the containers in start order, and the volumes. Every tie leaves a container on a row of
// its own, where its label stands, and turns in a lane of its own between two columns. Rows of containers lie on multiples of pitch, those
// of the outer columns between them, so that no two ties ever share a line.
const (
	pitch     = 20  // between two rows, and the height of a line of text
	cellWidth = 7.5 // of 12 px in a monospaced font, none of which is wider than 0.62 em
	inset     = 10  // between the edge of a box and its text
	laneWidth = 10
	margin    = 16
)

// Room for texts, in columns.
const (
	roomName  = 42
	roomOuter = 34
	roomPort  = 22
	roomLabel = 30
)

// box is a node in its place.
type box struct {
	node       int // -1 when there is none
	x, y, w, h float64
	lines      []string
	pins       []Pin // of the last lines
	pinLines   []string
	title      string
}

// side is one side of the containers: the ends of ties there and the column that they lead to.
type side struct {
	ends  [][]int // rows of each container: indices into wires
	label float64 // columns of labels
	outer []int   // nodes, in the order of the column
	lanes int
}

// wire is a tie in its place.
type wire struct {
	tie          *Tie
	right        bool
	inner, outer [2]float64 // y of its ends on the side of the containers and of the outer column; 0 when there is none
	lane         int        // from 1; 0 for a straight one
	label        string
	from, to     wireEnd
}

// wireEnd is where a tie ends.
type wireEnd struct {
	node  int
	inner bool
	y     float64
	edge  float64 // x of the shape's edge
}

// layout is a picture of which everything is in its place.
type layout struct {
	*Drawing

	boxes         map[int]*box
	wires         []wire
	order         []int // containers
	left, right   []int // nodes of the outer columns
	headings      []heading
	width, height float64

	nameCells, portCells, leftLabel, rightLabel, leftCells, rightCells int
	leftLanes, rightLanes                                              int
	boxLeft, boxRight, pillLeft, leftLaneX, rightLaneX                 float64
	top                                                                float64
}

type heading struct {
	x, y float64
	text string
}

// arrange places everything.
func arrange(d *Drawing) *layout {
	l := &layout{Drawing: d, boxes: map[int]*box{}, order: d.containers(), top: float64(pitch * (4 + len(d.Traits) + len(counted(d.Pins))))}
	l.sort()
	l.measure()
	l.rows()
	l.column(l.left, false)
	l.column(l.right, true)
	l.lane(false)
	l.lane(true)
	l.horizontal()
	return l
}

// sort puts nodes into columns and ties onto sides.
func (l *layout) sort() {
	rights := map[int]bool{}
	for i := range l.Ties {
		t := &l.Ties[i]
		w := wire{tie: t, label: fit(t.words(), roomLabel, "…"), from: wireEnd{node: t.From}, to: wireEnd{node: t.To}}
		switch t.Deed {
		case Reads, Writes, Shares, Mounts:
			w.right, rights[t.To] = true, true
		case Acts:
			w.right = true
		}
		w.from.inner, w.to.inner = l.isInner(t.From), l.isInner(t.To)
		l.wires = append(l.wires, w)
	}
	for i := range l.Nodes {
		switch k := l.Nodes[i].Kind; {
		case k == Volume || rights[i] && k == Unknown:
			l.right = append(l.right, i)
		case k != Container && k != Port:
			l.left = append(l.left, i)
		}
	}
}

// isInner tells what belongs to the column of containers.
func (l *layout) isInner(node int) bool {
	return l.Nodes[node].Kind == Container || l.Nodes[node].Kind == Port
}

// measure finds how much room texts need.
func (l *layout) measure() {
	l.nameCells = 22
	for i := range l.Nodes {
		n := &l.Nodes[i]
		switch n.Kind {
		case Port:
			l.portCells = max(l.portCells, cells(fit(n.port(), roomPort, "…")))
			continue
		case Container:
			l.boxes[i] = l.box(i, n.describe(), roomName)
			l.nameCells = max(l.nameCells, widest(l.boxes[i]))
			continue
		}
		l.boxes[i] = l.box(i, l.outerLines(i), roomOuter)
	}
	for _, i := range l.left {
		l.leftCells = max(l.leftCells, widest(l.boxes[i]))
	}
	for _, i := range l.right {
		l.rightCells = max(l.rightCells, widest(l.boxes[i]))
	}
	for i := range l.wires {
		w := &l.wires[i]
		if w.right {
			l.rightLabel = max(l.rightLabel, cells(w.label))
		} else if w.from.inner || w.to.inner {
			l.leftLabel = max(l.leftLabel, cells(w.label))
		}
	}
}

// outerLines are the notes of a node, with what leads from it to another one of its column.
func (l *layout) outerLines(at int) []string {
	n := &l.Nodes[at]
	lines := slices.Clone(n.Notes)
	if n.Kind == Service {
		lines = append([]string{strings.TrimSpace("Service " + strings.Join(n.Notes, ", "))}, lines[len(lines):]...)
	}
	for i := range l.wires {
		if w := &l.wires[i]; w.tie.From == at && !w.to.inner {
			lines = append(lines, w.tie.words())
		}
	}
	return lines
}

// box makes a box with the lines of text that fit.
func (l *layout) box(at int, lines []string, room int) *box {
	n := &l.Nodes[at]
	b := &box{node: at}
	name := n.Name
	if n.Kind == Unknown {
		name = "? " + name
	}
	b.lines = append(b.lines, fit(name, room, "…"))
	for _, s := range lines {
		b.lines = append(b.lines, fit(s, room, "…"))
	}
	b.pins = slices.Clone(n.Pins)
	sortPins(b.pins)
	for _, s := range counted(n.Pins) {
		b.pinLines = append(b.pinLines, fit(s, room-2, "…"))
	}
	b.title = l.tell(at, lines)
	b.h = float64(len(b.lines)+len(b.pinLines))*pitch + inset
	return b
}

// tell is everything about a node, for those who point at it or have it read to them.
func (l *layout) tell(at int, lines []string) string {
	n := &l.Nodes[at]
	all := append([]string{string(n.Kind) + " " + n.Name}, lines...)
	for i := range n.Pins {
		all = append(all, n.Pins[i].said())
	}
	return strings.Join(all, "\n")
}

func widest(b *box) int {
	most := 0
	for _, s := range b.lines {
		most = max(most, cells(s))
	}
	for _, s := range b.pinLines {
		most = max(most, cells(s)+2)
	}
	return most
}

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

// horizontal places the columns.
func (l *layout) horizontal() {
	px := func(n int) float64 { return float64(n) * cellWidth }
	x := float64(margin)
	outerW := px(l.leftCells) + 2*inset
	if len(l.left) > 0 {
		for _, i := range l.left {
			l.boxes[i].x, l.boxes[i].w = x, outerW
		}
		x += outerW + margin
	}
	l.leftLaneX = x
	if l.leftLanes > 0 || l.leftLabel > 0 {
		x += float64(l.leftLanes+1)*laneWidth + px(l.leftLabel) + laneWidth
	}
	l.pillLeft = x
	if l.portCells > 0 {
		x += px(l.portCells) + inset
	}
	l.boxLeft = x
	x += px(l.nameCells) + 2*inset
	l.boxRight = x
	l.rightLaneX = x + px(l.rightLabel) + laneWidth
	if l.rightLanes > 0 || l.rightLabel > 0 {
		x = l.rightLaneX + float64(l.rightLanes+1)*laneWidth
	}
	if len(l.right) > 0 {
		x += margin
		outerW = px(l.rightCells) + 2*inset
		for _, i := range l.right {
			l.boxes[i].x, l.boxes[i].w = x, outerW
		}
		x += outerW
	}
	for i := range l.Nodes {
		switch b := l.boxes[i]; l.Nodes[i].Kind {
		case Container:
			b.x, b.w = l.boxLeft, l.boxRight-l.boxLeft
		case Port:
			b.x, b.w = l.pillLeft, l.boxLeft-l.pillLeft
		}
	}
	for i := range l.headings {
		l.headings[i].x = l.boxLeft
	}
	l.width = x + margin
	l.head()
}

// head makes the picture wide enough for what stands above it.
func (l *layout) head() {
	widest := cells(fit(l.Title(), roomHead, "…")) * 10 / 8 // it is larger
	for _, s := range l.above() {
		widest = max(widest, cells(s))
	}
	l.width = max(l.width, float64(widest)*cellWidth+2*margin)
}

const roomHead = 90

// above are the lines below the title.
func (l *layout) above() []string {
	lines := []string{l.place()}
	lines = append(lines, l.Traits...)
	lines = append(lines, counted(l.Pins)...)
	for i, s := range lines {
		lines[i] = fit(s, roomHead, "…")
	}
	return lines
}
