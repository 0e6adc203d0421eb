package picture

import (
	"fmt"
	"strconv"
	"strings"
)

// Limits of Mermaid as GitHub and GitLab run it: longer texts and more edges are refused.
const (
	mermaidText  = 50_000 // characters; bytes are counted, which are never fewer
	mermaidEdges = 500
	labelRoom    = 60 // columns of a line of a label, so that boxes stay boxes
)

// Mermaid draws a pod as a flowchart. It is not ok when that is beyond what GitHub and GitLab draw; see [Table].
func Mermaid(d *Drawing) (chart string, ok bool) {
	m := &mermaid{Drawing: d}
	m.b.WriteString("flowchart LR\n")
	m.containers()
	for _, i := range d.kind(Volume) {
		m.node(i, `[("`, `")]`, volumeLabel(&d.Nodes[i]))
	}
	for _, i := range d.kind(Service, Kubelet, Host, Unknown) {
		m.outside(i)
	}
	m.order()
	for i := range d.Ties {
		m.tie(&d.Ties[i])
	}
	m.styles()
	return m.b.String(), m.b.Len() <= mermaidText && m.edges <= mermaidEdges
}

type mermaid struct {
	*Drawing

	b     strings.Builder
	edges int
	used  map[string][]string // nodes by class
}

func (m *mermaid) containers() {
	stage := -1
	for _, i := range m.Drawing.containers() {
		n := &m.Nodes[i]
		if s := n.stage(); s != stage {
			if stage >= 0 {
				m.b.WriteString("  end\n")
			}
			stage = s
			fmt.Fprintf(&m.b, "  subgraph s%d[\"%s\"]\n", s, stages[s])
		}
		open, shut := `["`, `"]`
		if n.Part == Helper {
			open, shut = `("`, `")`
		}
		m.b.WriteString("  ")
		m.node(i, open, shut, m.containerLabel(i))
		if n.By != "" {
			m.mark("injected", i)
		} else if n.Part != App && n.Part != Helper {
			m.mark("unknown", i)
		}
	}
	if stage >= 0 {
		m.b.WriteString("  end\n")
	}
}

func (m *mermaid) containerLabel(at int) []string {
	n := &m.Nodes[at]
	lines := append([]string{n.Name}, n.describe()...)
	for i := range m.Nodes {
		if p := &m.Nodes[i]; p.Kind == Port && p.Owner == at {
			lines = append(lines, p.port())
		}
	}
	return lines
}

func volumeLabel(n *Node) []string { return append([]string{n.Name}, n.Notes...) }

func (m *mermaid) outside(at int) {
	n := &m.Nodes[at]
	open, shut, name := `>"`, `"]`, n.Name
	switch n.Kind {
	case Service:
		open, shut, name = `{{"`, `"}}`, "Service "+n.Name
	case Kubelet:
		open, shut = `(["`, `"])`
	case Unknown:
		open, shut, name = `["`, `"]`, "? "+n.Name
		m.mark("unknown", at)
	}
	m.node(at, open, shut, append([]string{name}, n.Notes...))
}

// node writes a node with its violations.
func (m *mermaid) node(at int, open, shut string, lines []string) {
	n := &m.Nodes[at]
	for _, s := range counted(n.Pins) {
		lines = append(lines, "⚠ "+s)
	}
	if worst := Worst(n.Pins); worst != "" {
		m.mark(worst, at)
	}
	for i, s := range lines {
		lines[i] = mermaidLabel(s)
	}
	fmt.Fprintf(&m.b, "  n%d%s%s%s\n", at, open, strings.Join(lines, "<br/>"), shut)
}

func (m *mermaid) mark(class string, at int) {
	if m.used == nil {
		m.used = map[string][]string{}
	}
	m.used[class] = append(m.used[class], "n"+strconv.Itoa(at))
}

// order draws the start order: from one to the next, and to all that start side by side.
func (m *mermaid) order() {
	last := -1
	for _, i := range m.Drawing.containers() {
		switch s := m.Nodes[i].stage(); {
		case s == 0 && last >= 0:
			m.edge(fmt.Sprintf("n%d ==>|then| n%d", last, i))
		case s == 1 && last >= 0:
			m.edge(fmt.Sprintf("n%d ==>|then| s1", last))
			return
		case s != 0:
			return
		}
		last = i
	}
}

func (m *mermaid) edge(s string) {
	m.edges++
	m.b.WriteString("  " + s + "\n")
}

func (m *mermaid) tie(t *Tie) {
	from, to, label := m.owner(t.From), m.owner(t.To), t.words()
	if m.Nodes[t.To].Kind == Port {
		label = ":" + m.Nodes[t.To].Name + " " + label
	}
	line := map[bool]string{false: "-->", true: "-.->"}[t.Guessed]
	switch t.Deed {
	case Reads:
		from, to = to, from
	case Shares:
		line = map[bool]string{false: "<-->", true: "<-.->"}[t.Guessed]
	case Mounts:
		line = "-.-"
	}
	m.edge(fmt.Sprintf(`n%d %s|"%s"| n%d`, from, line, mermaidLabel(label), to))
}

// owner is the node that stands for another one where ports are not drawn by themselves.
func (d *Drawing) owner(at int) int {
	if n := &d.Nodes[at]; n.Kind == Port {
		return n.Owner
	}
	return at
}

// styles set strokes only, so that the picture is as readable in a dark theme as in a light one.
func (m *mermaid) styles() {
	for _, c := range []struct{ class, style string }{
		{"unknown", "stroke-dasharray:4 3"},
		{"injected", "stroke-dasharray:1 3"},
		{"doubt", "stroke:#6e7781,stroke-width:2px"},
		{"info", "stroke:#0969da,stroke-width:2px"},
		{"warning", "stroke:#bf8700,stroke-width:3px"},
		{"error", "stroke:#cf222e,stroke-width:3px"},
	} {
		if nodes := m.used[c.class]; len(nodes) > 0 {
			fmt.Fprintf(&m.b, "  classDef %s %s\n  class %s %s\n", c.class, c.style, strings.Join(nodes, ","), c.class)
		}
	}
}

// mermaidLabel writes a text for a label in quotes. Whatever Mermaid, or the Markdown that it takes labels for, could act on is written as
// a code.
func mermaidLabel(s string) string {
	var b strings.Builder
	if s = fit(s, labelRoom, "…"); strings.TrimSpace(s) == "" {
		return "#160;" // an empty label is a fault
	}
	for i, r := range s {
		switch {
		case r == '.' && i+1 < len(s) && letter(rune(s[i+1])), r == '-' && i > 0, r >= 0x80, letter(r), strings.ContainsRune(" /:,?", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

// letter tells letters and digits of ASCII.
func letter(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
