package helm

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"text/template/parse"
	"unicode"
)

// mark is a place in a template that makes output.
type mark struct {
	file   *template
	offset int // of the text, or of the "{{" of an action
	end    int // behind the line's text, or behind the "}}" of an action
	line   int // from 1
	column int // from 1, in characters
	// action is what prints; nil for text, of which the output is an exact copy.
	action *parse.PipeNode
	scope  *scope // of the action
	calls  string // the template that the action names; empty for a pipeline
}

// marker writes the templates of a chart anew, with marks before all that makes output.
type marker struct {
	letters alphabet
	marks   []mark
	defines bool // mark what stands in a define as well
	uses    uses // of the defines
	flow    flow
}

// wrapped names the template that holds the marked body of a file.
func wrapped(number int) string { return fmt.Sprintf("podlint.%d", number) }

// key is that of the only field of what a marked file renders to. Helm reads what a file renders to as YAML, which marks would spoil.
const key = "podlint"

// rewrite returns the marked form of a template, false when it cannot be parsed: it is left as it is then. The body of a file that is
// rendered for itself goes into a template of its own, which the file prints in base64.
func (m *marker) rewrite(t *template, number int, partial bool) ([]byte, bool) {
	x, ok := treesOf(t)
	if !ok {
		return nil, false
	}
	root := x.root
	m.flow.add(root.Root, "")
	var b bytes.Buffer
	for _, name := range x.names {
		tree := x.defined[name]
		m.flow.add(tree.Root, name)
		if m.defines && !m.uses.read[name] && isBlock(tree.Root) {
			m.list(t, tree.Root)
		}
		escape(tree.Root)
		fmt.Fprintf(&b, "{{define %s}}%s{{end}}", strconv.Quote(name), tree.Root)
	}
	if partial {
		escape(root.Root)
		b.WriteString(root.Root.String())
		return b.Bytes(), true
	}
	m.list(t, root.Root)
	escape(root.Root)
	fmt.Fprintf(&b, "{{define %q}}%s{{end}}%s: {{include %q . | b64enc}}\n", wrapped(number), root.Root, key, wrapped(number))
	return b.Bytes(), len(m.marks) < most
}

// list puts marks into a list of nodes, and into the lists below.
func (m *marker) list(t *template, list *parse.ListNode) {
	if list == nil {
		return
	}
	nodes := make([]parse.Node, 0, 2*len(list.Nodes))
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			n.Text = m.text(t, int(n.Pos), n.Text)
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				nodes = append(nodes, m.before(t, int(n.Pos), mark{action: n.Pipe, scope: m.flow.scopes[n]}))
			}
		case *parse.TemplateNode:
			nodes = append(nodes, m.before(t, int(n.Pos), mark{action: n.Pipe, scope: m.flow.scopes[n], calls: n.Name}))
		case *parse.IfNode:
			m.lists(t, n.List, n.ElseList)
		case *parse.WithNode:
			m.lists(t, n.List, n.ElseList)
		case *parse.RangeNode:
			m.lists(t, n.List, n.ElseList)
		}
		nodes = append(nodes, node)
	}
	list.Nodes = nodes
}

func (m *marker) lists(t *template, lists ...*parse.ListNode) {
	for _, l := range lists {
		m.list(t, l)
	}
}

// text puts a mark before the first character that is no space of each line. Spaces need none, and trim must still find them.
func (m *marker) text(t *template, offset int, text []byte) []byte {
	var out []byte
	for segment := range bytes.Lines(text) {
		content := bytes.TrimLeftFunc(segment, unicode.IsSpace)
		lead := len(segment) - len(content)
		out = append(out, segment[:lead]...)
		if len(content) > 0 {
			length := len(bytes.TrimRightFunc(content, unicode.IsSpace))
			out = append(out, m.add(mark{file: t, offset: offset + lead, end: offset + lead + length})...)
			out = append(out, content...)
		}
		offset += len(segment)
	}
	return out
}

// before is the mark of an action; pos lies in its braces.
func (m *marker) before(t *template, pos int, of mark) parse.Node {
	if of.action == nil {
		of.action = &parse.PipeNode{}
	}
	of.file = t
	of.offset, of.end = braces(t.data, pos)
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(m.add(of))}
}

// add gives a mark its number and its place.
func (m *marker) add(at mark) string {
	at.line, at.column = at.file.position(at.offset)
	m.marks = append(m.marks, at)
	return m.letters.mark((len(m.marks) - 1) % most)
}

// braces returns where the action around pos begins and ends. Braces in the quotes of an action do not end it.
func braces(data []byte, pos int) (start, end int) {
	pos = min(pos, len(data))
	start = max(bytes.LastIndex(data[:pos], []byte("{{")), 0)
	for i := start; i < len(data); i++ {
		switch data[i] {
		case '"', '\'', '`':
			i = closing(data, i)
		case '}':
			if i+1 < len(data) && data[i+1] == '}' {
				return start, i + 2
			}
		}
	}
	return start, len(data)
}

// closing returns where the quote that is opened at i ends.
func closing(data []byte, i int) int {
	quote := data[i]
	for i++; i < len(data) && data[i] != quote; i++ {
		if data[i] == '\\' && quote != '`' {
			i++
		}
	}
	return i
}

// escape keeps braces at the end of a text from running into those of the action that follows once trimming has moved them together.
func escape(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			kept := bytes.TrimRight(n.Text, "{")
			n.Text = slices.Concat(kept, bytes.Repeat([]byte(`{{"{"}}`), len(n.Text)-len(kept)))
		case *parse.IfNode:
			escapeBoth(n.List, n.ElseList)
		case *parse.WithNode:
			escapeBoth(n.List, n.ElseList)
		case *parse.RangeNode:
			escapeBoth(n.List, n.ElseList)
		}
	}
}

func escapeBoth(a, b *parse.ListNode) {
	escape(a)
	escape(b)
}
