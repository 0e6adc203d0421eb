package picture

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/podlint/podlint/internal/visible"
)

// SVG writes pods as one file that needs nothing else, one below the other.
func SVG(w io.Writer, drawings []*Drawing) error {
	var parts []string
	width, height := 0.0, 0.0
	for _, d := range drawings {
		l := arrange(d)
		p := &painter{layout: l}
		p.paint()
		parts = append(parts, fmt.Sprintf("<svg y=\"%g\" width=\"%g\" height=\"%g\">\n%s</svg>\n", height, l.width, l.height, p.b.String()))
		width, height = max(width, l.width), height+l.height
	}
	_, err := fmt.Fprintf(w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%g\" height=\"%g\" role=\"img\">\n<title>%s</title>\n<style>%s</style>\n"+
		"<rect class=\"page\" width=\"%g\" height=\"%g\"/>\n%s</svg>\n",
		width, height, width, height, escape(titles(drawings)), Style, width, height, strings.Join(parts, ""))
	return err
}

// Element is a pod as an svg element of an HTML page that has [Style].
func Element(d *Drawing) string {
	l := arrange(d)
	p := &painter{layout: l}
	p.paint()
	return fmt.Sprintf("<svg class=\"pod\" viewBox=\"0 0 %g %g\" width=\"%g\" height=\"%g\" role=\"img\">\n<title>%s</title>\n%s</svg>\n",
		l.width, l.height, l.width, l.height, escape(d.Title()), p.b.String())
}

func titles(drawings []*Drawing) string {
	names := make([]string, 0, len(drawings))
	for _, d := range drawings {
		names = append(names, d.Title())
	}
	return strings.Join(names, ", ")
}

// escape writes a text for XML and HTML.
func escape(s string) string {
	lines := strings.Split(brief(s, longest), "\n")
	for i := range lines {
		lines[i] = html.EscapeString(visible.Text(lines[i]))
	}
	return strings.Join(lines, "\n")
}

type painter struct {
	*layout

	b strings.Builder
}

func (p *painter) print(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// text writes one line of text. What is not ASCII may come from a font of another width, and is given the room that was reckoned.
func (p *painter) text(x, y float64, class, s string) {
	p.textAt(x, y, class, "", s)
}

// textAt is text of which x is the start, or with the anchor end the end.
func (p *painter) textAt(x, y float64, class, anchor, s string) {
	length := anchor
	if strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 }) {
		length += fmt.Sprintf(` textLength="%g" lengthAdjust="spacingAndGlyphs"`, float64(cells(s))*sizes[class])
	}
	p.print("<text x=\"%g\" y=\"%g\" class=\"%s\"%s>%s</text>\n", x, y, class, length, escape(s))
}

// sizes are the widths of a column of text, in pixels, where they are not those of 12 px.
var sizes = map[string]float64{"t": 9.4, "l": 6.9, "h": 6.9, "n": cellWidth, "x": cellWidth, "q": cellWidth, "e": cellWidth, "w": cellWidth, "i": cellWidth, "d": cellWidth}

func (p *painter) paint() {
	p.text(margin, 30, "t", fit(p.Title(), roomHead, "…"))
	above := p.above()
	plain := len(above) - len(counted(p.Pins))
	for i, s := range above {
		class := "x"
		if i >= plain {
			class = pinClass(Worst(p.Pins))
		}
		p.text(margin, float64(50+pitch*i), class, s)
	}
	p.frame()
	for i := range p.wires {
		p.wire(&p.wires[i])
	}
	for _, h := range p.headings {
		p.text(h.x, h.y, "h", h.text)
	}
	p.sequence()
	p.text(margin, p.height-6, "h", p.legend())
	for i := range p.Nodes {
		p.box(p.boxes[i])
	}
}

// frame draws the pod around what is in it.
func (p *painter) frame() {
	x := p.pillLeft - laneWidth
	if len(p.left) > 0 || p.leftLanes > 0 || p.leftLabel > 0 {
		x = p.leftLaneX - laneWidth/2
	}
	p.print("<rect class=\"frame\" x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" rx=\"8\"><title>%s</title></rect>\n",
		x, p.top-pitch/2, p.width-x-margin/2, p.height-p.top-pitch, escape(p.Title()))
}

// sequence draws the arrows between containers of which one waits for the other.
func (p *painter) sequence() {
	for k := 1; k < len(p.order); k++ {
		before, after := p.boxes[p.order[k-1]], p.boxes[p.order[k]]
		if p.Nodes[p.order[k-1]].stage() != 0 {
			continue
		}
		x, from, to := before.x+before.w-2*pitch, before.y+before.h, after.y
		p.print("<g><title>starts when the one above is done, or has started</title><path class=\"then\" d=\"M%g %gV%g\"/>"+
			"<path class=\"tip\" d=\"M%g %gl-5 -8h10z\"/></g>\n", x, from, to-6, x, to)
	}
}

var boxClasses = map[Kind]string{Volume: "volume", Service: "service", Kubelet: "kubelet", Host: "host", Unknown: "unknown", Port: "port"}

// class is that of a node's shape.
func (n *Node) shape() string {
	class := boxClasses[n.Kind]
	if n.Kind == Container {
		switch {
		case n.By != "":
			class = "injected"
		case n.Part == App:
			class = "app"
		case n.Part == Helper:
			class = "helper"
		default:
			class = "unknown"
		}
	}
	if n.Kind == Port && !n.Sure {
		class += " guess"
	}
	if worst := Worst(n.Pins); worst != "" {
		class += " pin-" + worst
	}
	return class
}

func (p *painter) box(b *box) {
	if b == nil {
		return
	}
	n := &p.Nodes[b.node]
	radius := map[Kind]float64{Port: 8, Kubelet: 14, Service: 2, Volume: 10}[n.Kind]
	if n.Part == Helper {
		radius = 12
	}
	p.print("<g><title>%s</title>\n<rect class=\"box %s\" x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" rx=\"%g\"/>\n", escape(b.title), n.shape(), b.x, b.y, b.w, b.h, max(radius, 3))
	if n.Kind == Port {
		p.text(b.x+6, b.y+12, "x", b.lines[0])
		p.print("</g>\n")
		return
	}
	y := b.y + pitch
	for i, s := range b.lines {
		class := "x"
		switch {
		case i == 0:
			class = "n"
		case strings.HasPrefix(s, "?"):
			class = "q"
		}
		p.text(b.x+inset, y, class, s)
		y += pitch
	}
	for _, s := range b.pinLines {
		class := pinClass(severityIn(s))
		p.print("<circle class=\"mark %s\" cx=\"%g\" cy=\"%g\" r=\"4\"/>", class, b.x+inset+4, y-4)
		p.text(b.x+inset+2*cellWidth, y, class, s)
		y += pitch
	}
	p.print("</g>\n")
}

// severityIn is the severity that the line of a pin names.
func severityIn(line string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(line, "new "), " ")
	return word
}

func pinClass(severity string) string {
	switch severity {
	case "error":
		return "e"
	case "warning":
		return "w"
	case "info":
		return "i"
	}
	return "d"
}

func (p *painter) wire(w *wire) {
	class := "tie"
	if w.tie.Guessed || w.tie.Deed == Mounts {
		class += " guess"
	}
	from, to := p.end(w, &w.from), p.end(w, &w.to)
	path := fmt.Sprintf("M%g %gH%g", from, w.from.y, to)
	if w.lane > 0 {
		x := p.leftLaneX + float64(p.leftLanes+1-w.lane)*laneWidth
		if w.right {
			x = p.rightLaneX + float64(w.lane)*laneWidth
		}
		path = fmt.Sprintf("M%g %gH%gV%gH%g", from, w.from.y, x, w.to.y, to)
	}
	p.print("<g><title>%s</title><path class=\"%s\" d=\"%s\"/>", escape(p.sentence(w)), class, path)
	if w.tie.Deed != Reads && w.tie.Deed != Mounts {
		p.tip(w, &w.to, to)
	}
	if w.tie.Deed == Reads || w.tie.Deed == Shares {
		p.tip(w, &w.from, from)
	}
	switch inner := w.innerEnd(); {
	case inner == nil:
	case w.right:
		p.text(p.boxRight+laneWidth+2, inner.y-4, "l", w.label)
	default:
		p.textAt(p.pillLeft-laneWidth-2, inner.y-4, "l", ` text-anchor="end"`, w.label)
	}
	p.print("</g>\n")
}

// innerEnd is the end at which the label stands: at the container, and of two containers at the one that acts.
func (w *wire) innerEnd() *wireEnd {
	switch {
	case w.from.inner:
		return &w.from
	case w.to.inner:
		return &w.to
	}
	return nil
}

// end is where a tie meets a shape.
func (p *painter) end(w *wire, e *wireEnd) float64 {
	b := p.boxes[e.node]
	if e.inner == w.right { // containers lie left of the ties to volumes, outer nodes left of those to ports
		return b.x + b.w
	}
	return b.x
}

// tip draws the head of an arrow that ends at x.
func (p *painter) tip(w *wire, e *wireEnd, x float64) {
	back := -8.0
	if e.inner == w.right {
		back = 8
	}
	p.print("<path class=\"tip\" d=\"M%g %gl%g -4v8z\"/>", x, e.y, back)
}

// sentence says a tie in words.
func (p *painter) sentence(w *wire) string {
	s := p.called(w.tie.From) + ": " + w.tie.Label + ": " + p.called(w.tie.To)
	if w.tie.Guessed {
		s += " (a guess)"
	}
	return s
}

func (d *Drawing) called(at int) string {
	n := &d.Nodes[at]
	if n.Kind == Port {
		return d.Nodes[n.Owner].Name + " :" + n.Name
	}
	return string(n.Kind) + " " + n.Name
}
