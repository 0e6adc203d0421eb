package helm

import (
	"bytes"
	"cmp"
	"slices"
	"text/template/parse"
)

func sortBy(names []string, place func(a, b string) int) {
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(place(a, b), cmp.Compare(a, b)) })
}

// shape is what may have been printed so far on some way through a template, as a set.
type shape uint8

const (
	nothing shape = 1 << iota
	content       // something, on one line
	broken        // something, and a line break behind it
	block         // something on both sides of a line break
)

// isBlock tells whether a template may print several lines. One that prints a name or a number is left without marks: its caller may
// cut it, compare it or calculate with it.
func isBlock(list *parse.ListNode) bool { return after(list, nothing)&block != 0 }

func after(list *parse.ListNode, s shape) shape {
	if list == nil {
		return s
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			s = s.text(n.Text)
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				s = s.print()
			}
		case *parse.TemplateNode:
			s = s.print()
		case *parse.IfNode:
			s = after(n.List, s) | after(n.ElseList, s)
		case *parse.WithNode:
			s = after(n.List, s) | after(n.ElseList, s)
		case *parse.RangeNode:
			once := after(n.List, s)
			s |= once | after(n.List, once) | after(n.ElseList, s)
		}
	}
	return s
}

func (s shape) text(text []byte) shape {
	for segment := range bytes.Lines(text) {
		if len(bytes.TrimSpace(segment)) > 0 {
			s = s.print()
		}
		if bytes.HasSuffix(segment, []byte("\n")) {
			s = s.feed()
		}
	}
	return s
}

// print is the set after something was printed.
func (s shape) print() shape {
	out := s & block
	if s&(nothing|content) != 0 {
		out |= content
	}
	if s&broken != 0 {
		out |= block
	}
	return out
}

// feed is the set after a line break.
func (s shape) feed() shape {
	out := s & (nothing | broken | block)
	if s&content != 0 {
		out |= broken
	}
	return out
}
