package picture

import (
	"fmt"
	"io"
	"strings"

	"github.com/podlint/podlint/internal/visible"
)

// Markdown writes pods for an issue or a pull request: a flowchart of each, or a table where it is too large for one, and its violations.
func Markdown(w io.Writer, drawings []*Drawing) error {
	for i, d := range drawings {
		var b strings.Builder
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s\n\n%s", code(d.Title()), Block(d))
		if pins := d.All(); len(pins) > 0 {
			b.WriteString("\n")
			for i := range pins {
				p := &pins[i]
				fmt.Fprintf(&b, "- **%s** %s %s (%s)\n", p.mark(), code(p.Place), plain(p.Message), code(p.Rule))
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// Block is a pod as a block of Markdown: a flowchart, or a table where it is too large for one. It ends a line.
func Block(d *Drawing) string {
	s := ""
	if len(d.Traits) > 0 {
		s = code(strings.Join(d.Traits, "; ")) + "\n\n"
	}
	if chart, ok := Mermaid(d); ok {
		return s + "```mermaid\n" + chart + "```\n"
	}
	return s + Table(d)
}

// cellItems is how many things one cell of a table holds; the others are counted.
const cellItems = 12

// Table lists the containers of a pod as a Markdown table: what each is, who comes in, and what it does elsewhere.
func Table(d *Drawing) string {
	var b strings.Builder
	b.WriteString("| container | what | from | to | violations |\n|---|---|---|---|---|\n")
	t := &text{Drawing: d, lines: drawing(false)}
	for _, i := range d.containers() {
		n := &d.Nodes[i]
		var from, to []string
		for _, r := range t.rows(i) {
			switch {
			case r.from != "":
				from = append(from, r.from+": "+strings.TrimSpace(r.body))
			case r.to != "":
				to = append(to, strings.TrimSpace(r.body)+": "+r.to)
			default:
				from = append(from, r.body)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", code(n.Name), cell(n.describe()), cell(from), cell(to), cell(counted(n.Pins)))
	}
	return b.String()
}

func cell(items []string) string {
	more := ""
	if n := len(items) - cellItems; n > 0 {
		more = fmt.Sprintf("<br>and %d more", n)
		items = items[:cellItems]
	}
	out := make([]string, 0, len(items))
	for _, s := range items {
		out = append(out, code(fit(s, labelRoom, "…")))
	}
	return strings.Join(out, "<br>") + more
}

// code writes a text as code, in HTML so that no character of it means anything, nor calls anybody.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "<code>" + plain(s) + "</code>"
}

// plain writes a text so that it is shown as it is. A zero-width space keeps @ and # from calling somebody.
func plain(s string) string {
	var b strings.Builder
	for _, r := range visible.Text(brief(s, longest)) {
		switch {
		case r == '@' || r == '#':
			fmt.Fprintf(&b, "&#%d;&#8203;", r)
		case strings.ContainsRune("&<>|`*_[]\\~!$", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
