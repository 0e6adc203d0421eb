package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/report"
)

// hover tells of a violation what its rule says, and of a container what is known of it.
func (s *server) hover(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[positionParams](raw)
	if err != nil {
		return nil, err
	}
	var out *hover
	err = s.within(ctx, p.TextDocument.URI, func(st *state, name string) error {
		all := st.at(name, Range{p.Position, p.Position})
		if len(all) == 0 {
			out = st.containerAt(name, p.Position)
			return nil
		}
		var pages []string
		for i := range all {
			if page := st.page(ctx, &all[i]); !slices.Contains(pages, page) {
				pages = append(pages, page)
			}
		}
		r := st.layout(name).span(all[0].Line, all[0].Column, all[0].EndLine, all[0].EndColumn)
		out = &hover{Contents: markup{"markdown", strings.Join(pages, "\n---\n\n")}, Range: &r}
		return ctx.Err()
	})
	if err != nil || out == nil {
		return nil, err
	}
	return out, nil
}

// page is what the rule of a violation says: its page, or its description where there is none.
func (st *state) page(ctx context.Context, v *lint.Violation) string {
	i := slices.IndexFunc(st.project.All, func(r policy.Rule) bool { return r.ID == v.Rule })
	if i < 0 {
		return escape(v.Message)
	}
	rule := st.project.All[i]
	if st.project.Page != nil {
		if page, err := st.project.Page(ctx, rule); err == nil {
			return page
		}
	}
	return fmt.Sprintf("# %s\n\n%s\n\n%s\n", rule.ID, rule.Title, strings.TrimSpace(rule.Description))
}

// containerAt tells of the container around a position who it is and what ties it to others; nil when there is none.
func (st *state) containerAt(name string, p Position) *hover {
	line, column := st.layout(name).at(p)
	for _, at := range st.objects() {
		if at.object.File != name || !st.around(at.object, line) {
			continue
		}
		for _, in := range at.builder.Build(at.object) {
			relate.Attach(in)
			for _, c := range in.Pod.Containers {
				if c.Class != classInjected && holds(at.object, c.Path, line, column) {
					return &hover{Contents: markup{"markdown", tell(in, c)}}
				}
			}
		}
	}
	return nil
}

const classInjected = "injected"

// holds tells whether a value of an object stands around a place. Of what was built only the place of a name or an image is known.
func holds(o *manifest.Object, path manifest.Path, line, column int) bool {
	n := o.Root.Get(path...)
	if n == nil {
		return false
	}
	if o.Render == nil {
		return inside(n.Span, line, column)
	}
	for _, key := range []string{"name", "image"} {
		if at, known := o.Place(path.With(key)); known && at.File == o.File && at.Span.Line == line {
			return true
		}
	}
	return false
}

func inside(s manifest.Span, line, column int) bool {
	return (line > s.Line || line == s.Line && column >= s.Column) && (line < s.EndLine || line == s.EndLine && column <= s.EndColumn)
}

// tell describes a container by what holds for it: as declared, found and injected.
func tell(in *pod.Input, c *pod.Container) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: %s container, %s\n", escape(c.Name), c.Class, partOf(c))
	list(&b, "image", []string{c.Image.Reference})
	list(&b, "runs", []string{strings.Join(c.Argv, " ")})
	var lines []string
	for i := range c.Listens {
		lines = append(lines, listenOf(&c.Listens[i]))
	}
	list(&b, "listens on", lines)
	lines = nil
	for i := range c.Dials {
		lines = append(lines, dialOf(&c.Dials[i]))
	}
	list(&b, "connects to", lines)
	list(&b, "mounts", mountsOf(in.Pod, c))
	list(&b, "tied to", c.Neighbours)
	lines = nil
	for _, other := range in.Pod.Containers {
		if other.Class == classInjected {
			lines = append(lines, fmt.Sprintf("%s, by %s", other.Name, other.InjectedBy))
		}
	}
	list(&b, "injected beside it", lines)
	return b.String()
}

func partOf(c *pod.Container) string {
	if c.Role == "" || c.Role == "unknown" {
		return "part: " + c.Part
	}
	return "part: " + c.Part + ", role: " + c.Role
}

func listenOf(l *pod.Listen) string {
	if l.Socket != "" {
		return l.Socket
	}
	how := "not declared"
	switch {
	case l.Declared && l.Effective:
		how = "declared"
	case l.Declared:
		how = "declared, and nothing shows that it is bound"
	}
	return fmt.Sprintf("%d/%s (%s)", l.Port, l.Protocol, how)
}

func dialOf(d *pod.Dial) string {
	if d.Socket != "" {
		return d.Socket
	}
	return fmt.Sprintf("%s:%d", d.Host, d.Port)
}

// mountsOf lists the mounts of a container with who else mounts each volume.
func mountsOf(p *pod.Pod, c *pod.Container) []string {
	var out []string
	for _, v := range p.Volumes {
		var others []string
		for _, m := range v.MountedBy {
			if m.Container != c.Name {
				others = append(others, m.Container)
			}
		}
		for _, m := range v.MountedBy {
			if m.Container != c.Name {
				continue
			}
			text := fmt.Sprintf("%s from %s (%s)", m.MountPath, v.Name, v.Kind)
			if m.ReadOnly {
				text += ", read-only"
			}
			if len(others) > 0 {
				text += ", with " + strings.Join(others, ", ")
			}
			out = append(out, text)
		}
	}
	return out
}

// mostLines bounds a list.
const mostLines = 20

func list(b *strings.Builder, what string, lines []string) {
	lines = slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return s == "" })
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", what)
	for i, line := range lines {
		if i == mostLines {
			fmt.Fprintf(b, "- and %d more\n", len(lines)-i)
			return
		}
		fmt.Fprintf(b, "- %s\n", code(line))
	}
}

// code shows a text of a stranger's as it is.
func code(s string) string {
	const most = 200
	s = strings.ReplaceAll(report.Printable(strings.ReplaceAll(s, "\uFFFD", "…")), "\n", " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// escape keeps a text of a stranger's from being read as Markdown.
func escape(s string) string {
	var b strings.Builder
	for _, r := range report.Printable(s) {
		if strings.ContainsRune("\\`*_{}[]()<>#+-.!|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
