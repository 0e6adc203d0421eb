package picture

import (
	"strconv"
	"strings"
)

// describe says on short lines what a container is, its violations left out.
func (n *Node) describe() []string {
	var lines []string
	kind := n.class()
	if n.By != "" {
		kind = "injected " + kind
	}
	lines = append(lines, kind+", "+n.part())
	if n.Image != "" {
		lines = append(lines, n.Image)
	}
	if n.By != "" {
		lines = append(lines, "by "+n.By)
	}
	if len(n.Notes) > 0 {
		lines = append(lines, strings.Join(n.Notes, ", "))
	}
	return append(lines, n.unseen()...)
}

func (n *Node) part() string {
	switch n.Part {
	case App, Helper:
		return n.Part
	}
	return "app or helper?"
}

// unseen says what is not known of a container.
func (n *Node) unseen() []string {
	var lines []string
	switch len(n.Unseen) {
	case 0:
	case aspects:
		lines = append(lines, "? what else it does is unseen")
	default:
		lines = append(lines, "? unseen: "+strings.Join(n.Unseen, ", "))
	}
	if len(n.Defaults) > 0 {
		lines = append(lines, "? unseen defaults: "+strings.Join(n.Defaults, ", "))
	}
	return lines
}

// aspects is how many there are that can be out of sight.
const aspects = 5

// port is what a port is called.
func (n *Node) port() string {
	s := ":" + n.Name
	if len(n.Notes) > 0 {
		s += " " + strings.Join(n.Notes, ", ")
	}
	if !n.Sure {
		s += " ?"
	}
	return s
}

// mark is how the text of a pin begins.
func (p *Pin) mark() string {
	s := p.word()
	if p.New {
		s = "new " + s
	}
	return s
}

// said is a pin on one line.
func (p *Pin) said() string { return p.mark() + ": " + p.Message + " [" + p.Rule + "]" }

// counted are the pins, those of one rule on one line, the gravest first.
func counted(pins []Pin) []string {
	pins = append([]Pin(nil), pins...)
	sortPins(pins)
	var order []string
	n := map[string]int{}
	for i := range pins {
		key := pins[i].mark() + " " + pins[i].Rule
		if n[key]++; n[key] == 1 {
			order = append(order, key)
		}
	}
	for i, key := range order {
		if n[key] > 1 {
			order[i] += " ×" + strconv.Itoa(n[key])
		}
	}
	return order
}
