package picture

import (
	"fmt"
	"io"
	"strings"
)

// Dot writes pods in the language of Graphviz, one graph each.
func Dot(w io.Writer, drawings []*Drawing) error {
	for i, d := range drawings {
		var b strings.Builder
		if i > 0 {
			b.WriteString("\n")
		}
		g := &dot{Drawing: d, b: &b}
		g.draw()
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

type dot struct {
	*Drawing

	b *strings.Builder
}

func (g *dot) draw() {
	fmt.Fprintf(g.b, "digraph %s {\n", quote(g.Title()))
	head := append([]string{g.Title() + " " + g.place()}, g.Traits...)
	for _, s := range counted(g.Pins) {
		head = append(head, "! "+s)
	}
	fmt.Fprintf(g.b, "  rankdir=LR; label=%s; labelloc=t; fontname=Helvetica\n", quote(head...))
	g.b.WriteString("  node [shape=box, fontname=Helvetica]; edge [fontname=Helvetica, fontsize=10]\n")
	for i := range g.Nodes {
		if g.Nodes[i].Kind != Port {
			g.node(i)
		}
	}
	last := -1
	for _, i := range g.containers() {
		if last >= 0 && g.Nodes[last].stage() == 0 {
			fmt.Fprintf(g.b, "  n%d -> n%d [label=\"then\", style=bold]\n", last, i)
		}
		if g.Nodes[i].stage() == 0 {
			last = i
		}
	}
	for i := range g.Ties {
		g.tie(&g.Ties[i])
	}
	g.b.WriteString("}\n")
}

var dotShapes = map[Kind]string{Volume: "cylinder", Service: "hexagon", Kubelet: "ellipse", Host: "cds"}

func (g *dot) node(at int) {
	n := &g.Nodes[at]
	lines := append([]string{n.Name}, n.Notes...)
	if n.Kind == Container {
		m := mermaid{Drawing: g.Drawing}
		lines = m.containerLabel(at)
	}
	for _, s := range counted(n.Pins) {
		lines = append(lines, "! "+s)
	}
	attributes := "label=" + quote(lines...)
	if shape := dotShapes[n.Kind]; shape != "" {
		attributes += ", shape=" + shape
	}
	var styles []string
	if n.Kind == Unknown || n.Kind == Container && n.Part != App && n.Part != Helper || n.By != "" {
		styles = append(styles, "dashed")
	}
	if n.Part == Helper {
		styles = append(styles, "rounded")
	}
	if len(styles) > 0 {
		attributes += `, style="` + strings.Join(styles, ",") + `"`
	}
	if colour := map[string]string{"error": "red", "warning": "orange", "info": "blue", "doubt": "grey"}[Worst(n.Pins)]; colour != "" {
		attributes += ", penwidth=2, color=" + colour
	}
	fmt.Fprintf(g.b, "  n%d [%s]\n", at, attributes)
}

func (g *dot) tie(t *Tie) {
	label := t.words()
	if g.Nodes[t.To].Kind == Port {
		label = ":" + g.Nodes[t.To].Name + " " + label
	}
	attributes := "label=" + quote(label)
	if t.Guessed {
		attributes += ", style=dashed"
	}
	if dir := map[Deed]string{Reads: "back", Shares: "both", Mounts: "none"}[t.Deed]; dir != "" {
		attributes += ", dir=" + dir
	}
	fmt.Fprintf(g.b, "  n%d -> n%d [%s]\n", g.owner(t.From), g.owner(t.To), attributes)
}

// quote writes lines as one text in quotes, in which nothing is an escape but the breaks between them.
func quote(lines ...string) string {
	out := make([]string, 0, len(lines))
	for _, s := range lines {
		s = fit(s, labelRoom, "…")
		out = append(out, strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;").Replace(s))
	}
	return `"` + strings.Join(out, `\n`) + `"`
}
