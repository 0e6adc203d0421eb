package picture

import (
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

// wire is a tie in its place.
type wire struct {
	tie      *Tie
	right    bool
	lane     int // from 1; 0 for a straight one
	label    string
	from, to wireEnd
}

// wireEnd is where a tie ends.
type wireEnd struct {
	node  int
	inner bool
	y     float64
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
	l.height += pitch // for the legend
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

// px is the width of so many columns of text.
func px(columns int) float64 { return float64(columns) * cellWidth }

// horizontal places the columns.
func (l *layout) horizontal() {
	x := float64(margin)
	if len(l.left) > 0 {
		x = l.align(l.left, x, px(l.leftCells)+2*inset) + margin
	}
	l.leftLaneX = x
	if l.leftLanes > 0 || l.leftLabel > 0 {
		x += float64(l.leftLanes+1)*laneWidth + px(l.leftLabel) + laneWidth
	}
	l.pillLeft = x
	if l.portCells > 0 {
		x += px(l.portCells) + inset
	}
	l.boxLeft, l.boxRight = x, x+px(l.nameCells)+2*inset
	for i := range l.headings {
		l.headings[i].x = l.boxLeft
	}
	l.align(l.order, l.boxLeft, l.boxRight-l.boxLeft)
	l.align(l.kind(Port), l.pillLeft, l.boxLeft-l.pillLeft)
	x = l.boxRight
	l.rightLaneX = x + px(l.rightLabel) + laneWidth
	if l.rightLanes > 0 || l.rightLabel > 0 {
		x = l.rightLaneX + float64(l.rightLanes+1)*laneWidth
	}
	if len(l.right) > 0 {
		x = l.align(l.right, x+margin, px(l.rightCells)+2*inset)
	}
	l.width = x + margin
	l.head()
}

// align puts boxes into a column and returns where it ends.
func (l *layout) align(nodes []int, x, width float64) float64 {
	for _, i := range nodes {
		l.boxes[i].x, l.boxes[i].w = x, width
	}
	return x + width
}

// head makes the picture wide enough for what stands above it.
func (l *layout) head() {
	widest := cells(fit(l.Title(), roomHead, "…")) * 10 / 8 // it is larger
	for _, s := range append(l.above(), l.legend()) {
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

// legend says what the shapes of the picture mean that are not said in words.
func (l *layout) legend() string {
	var parts []string
	add := func(holds func(n *Node) bool, text string) {
		if slices.ContainsFunc(l.Nodes, func(n Node) bool { return holds(&n) }) {
			parts = append(parts, text)
		}
	}
	add(func(n *Node) bool { return n.shape() == "app" || strings.HasPrefix(n.shape(), "app ") }, "blue: the work of the pod")
	add(func(n *Node) bool { return n.Kind == Container && n.Part == Helper }, "round: helper")
	add(func(n *Node) bool { return n.By != "" }, "dotted: injected")
	add(func(n *Node) bool { return strings.HasPrefix(n.shape(), "unknown") || n.Kind == Port && !n.Sure }, "dashed: not known, or a guess")
	return strings.Join(parts, "; ")
}
