package picture

import (
	"fmt"
	"io"
	"strings"
)

// lines are what a text picture is drawn with.
type lines struct {
	left, right, both, plain string // arrows of three columns
	corner                   [4]string
	across, down, dots       string
	ascii                    bool
}

func drawing(ascii bool) lines {
	if ascii {
		return lines{left: "<--", right: "-->", both: "<->", plain: "---", corner: [4]string{"+", "+", "+", "+"}, across: "-", down: "|", dots: "..", ascii: true}
	}
	return lines{left: "◀──", right: "──▶", both: "◀─▶", plain: "───", corner: [4]string{"┌", "┐", "└", "┘"}, across: "─", down: "│", dots: "…"}
}

// Columns of a text picture: who comes in, the box, and where it leads.
const (
	columns    = 80
	columnsIn  = 15 // at most
	columnsOut = 14
	arrow      = 4 // with the blank before or behind it
)

// Text draws pods for a terminal of 80 columns. In ASCII every other character is written as an escape.
func Text(w io.Writer, drawings []*Drawing, ascii bool) error {
	for i, d := range drawings {
		t := &text{Drawing: d, lines: drawing(ascii)}
		if i > 0 {
			t.b.WriteString("\n")
		}
		t.draw()
		if _, err := io.WriteString(w, t.b.String()); err != nil {
			return err
		}
	}
	return nil
}

type text struct {
	*Drawing
	lines

	b       strings.Builder
	in, box int // columns of those who come in, with the arrow, and of the boxes
}

// line writes a line that is at most 80 columns wide.
func (t *text) line(s string) {
	t.b.WriteString(strings.TrimRight(t.fit(s, columns), " ") + "\n")
}

// fit is [fit] in the characters that the picture is drawn with.
func (t *text) fit(s string, room int) string {
	s = brief(s, 16*room)
	if t.ascii {
		s = ascii(s)
	}
	return fit(s, room, t.dots)
}

func (t *text) draw() {
	t.measure()
	t.line(t.Title() + "  " + t.place())
	for _, trait := range t.Traits {
		t.line("  " + trait)
	}
	t.pins("  ", t.Pins)
	stage := -1
	for _, i := range t.containers() {
		if s := t.Nodes[i].stage(); s != stage {
			stage = s
			t.b.WriteString("\n")
			t.line(strings.Repeat(" ", t.in) + stages[s])
		}
		t.container(i)
	}
	t.rest()
}

// measure gives those who come in no more room than they need, and the boxes the rest.
func (t *text) measure() {
	for i := range t.Ties {
		if to := t.Nodes[t.Ties[i].To].Kind; to == Container || to == Port {
			t.in = max(t.in, min(cells(t.fit(t.name(t.Ties[i].From), columnsIn)), columnsIn)+arrow)
		}
	}
	t.box = columns - t.in - columnsOut - arrow
}

// place is where the workload stands.
func (d *Drawing) place() string {
	if d.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", d.File, d.Line)
}

// row is a line of a box: who comes in, what stands in it, and where it leads, each with its arrow; empty when there is none.
type row struct {
	from, in, body, out, to string
}

func (t *text) container(at int) {
	n := &t.Nodes[at]
	t.edge(0, " "+t.fit(n.Name, t.box-4)+" ")
	for _, s := range n.describe() {
		t.row(row{body: s})
	}
	for _, r := range t.rows(at) {
		t.row(r)
	}
	for _, s := range counted(n.Pins) {
		t.row(row{body: "! " + s})
	}
	t.edge(2, "")
}

// edge draws the upper edge of a box with its name, or the lower one.
func (t *text) edge(corner int, name string) {
	rest := t.box - 2 - cells(name)
	if name != "" {
		name, rest = t.across+name, rest-1
	}
	t.b.WriteString(strings.Repeat(" ", t.in) + t.corner[corner] + name + strings.Repeat(t.across, max(rest, 0)) + t.corner[corner+1] + "\n")
}

func (t *text) row(r row) {
	in := strings.Repeat(" ", t.in)
	if r.from != "" {
		from := t.fit(r.from, columnsIn)
		in = strings.Repeat(" ", t.in-arrow-cells(from)) + from + " " + r.in
	}
	out := ""
	if r.to != "" {
		out = r.out + " " + t.fit(r.to, columnsOut)
	}
	s := in + t.down + " " + pad(t.fit(r.body, t.box-4), t.box-4) + " " + t.down + out
	t.b.WriteString(strings.TrimRight(s, " ") + "\n")
}

// rows are the ports of a container with those who come in, and what it does elsewhere.
func (t *text) rows(at int) []row {
	var rows []row
	for i := range t.Nodes {
		if n := &t.Nodes[i]; n.Kind == Port && n.Owner == at {
			rows = append(rows, t.port(i)...)
		}
	}
	for i := range t.Ties {
		tie := &t.Ties[i]
		if tie.To == at {
			rows = append(rows, row{from: t.name(tie.From), in: t.right, body: tie.words()})
		}
	}
	for i := range t.Ties {
		tie := &t.Ties[i]
		if tie.From == at {
			rows = append(rows, row{body: tie.words(), out: t.arrow(tie.Deed), to: t.name(tie.To)})
		}
	}
	return rows
}

func (t *text) port(at int) []row {
	n := &t.Nodes[at]
	rows := []row{}
	for i := range t.Ties {
		if tie := &t.Ties[i]; tie.To == at {
			r := row{from: t.name(tie.From), in: t.right, body: "  " + tie.words()}
			rows = append(rows, r)
		}
	}
	if len(rows) == 1 {
		rows[0].body = n.port() + "; " + strings.TrimSpace(rows[0].body)
		return rows
	}
	return append([]row{{body: n.port()}}, rows...)
}

// words are the label of a tie, with a mark when it is a guess.
func (t *Tie) words() string {
	if t.Guessed {
		return t.Label + " ?"
	}
	return t.Label
}

func (t *text) arrow(deed Deed) string {
	switch deed {
	case Reads:
		return t.left
	case Shares:
		return t.both
	case Mounts:
		return t.plain
	}
	return t.right
}

// name is what a node is called at the other end of a tie.
func (t *text) name(at int) string {
	switch n := &t.Nodes[at]; n.Kind {
	case Port:
		return t.Nodes[n.Owner].Name
	case Service:
		return "Service " + n.Name
	case Unknown:
		return "? " + n.Name
	default:
		return n.Name
	}
}

// rest lists volumes and what is outside, and says in full what the boxes have no room for.
func (t *text) rest() {
	t.list("volumes", Volume)
	t.list("outside", Service, Host)
	t.list("not in sight", Unknown)
	all := t.All()
	if len(all) == len(t.Pins) {
		return
	}
	t.b.WriteString("\n")
	t.line("violations")
	for i := range t.Nodes {
		t.pins("  ", t.Nodes[i].Pins)
	}
}

func (t *text) list(head string, kinds ...Kind) {
	found := t.kind(kinds...)
	if len(found) == 0 {
		return
	}
	t.b.WriteString("\n")
	t.line(head)
	for _, i := range found {
		n := &t.Nodes[i]
		t.line("  " + pad(t.fit(n.Name, 24), 24) + "  " + strings.Join(n.Notes, ", "))
		t.loose(i)
		for _, s := range counted(n.Pins) {
			t.line("    ! " + s)
		}
	}
}

// loose lists what leads from a node that is no container to another one that is none.
func (t *text) loose(at int) {
	for i := range t.Ties {
		tie := &t.Ties[i]
		if to := t.Nodes[tie.To].Kind; tie.From == at && to != Container && to != Port {
			t.line("    " + tie.words() + " " + t.right + " " + t.name(tie.To))
		}
	}
}

// pins says each in full, broken into lines.
func (t *text) pins(indent string, pins []Pin) {
	for i := range pins {
		p := &pins[i]
		s := brief(p.Place+" "+p.said(), longest)
		if t.ascii {
			s = ascii(s)
		}
		for j, part := range wrap(s, 80-len(indent)-2) {
			if j > 0 {
				part = "  " + part
			}
			t.line(indent + part)
		}
	}
}
