package fix

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// expand turns a change of a part of a text into changes of single texts. Its path may run on into a line of a text, and it may lead to a list
// of texts, such as a command: then the first one that is the part, or holds it, is meant, or those whose words it is.
func (c *change) expand(root *manifest.Node) ([]change, error) {
	if c.op != "set" || c.find == "" {
		return []change{*c}, nil
	}
	out := *c
	n := root.Get(c.path...)
	if last := len(c.path) - 1; n == nil && last > 0 {
		if _, line := c.path[last].(int); line {
			out.path = c.path[:last]
			n = root.Get(out.path...)
		}
	}
	switch {
	case n == nil:
		return nil, errNotThere
	case n.Type == manifest.String:
		return []change{out}, nil
	case n.Type != manifest.List:
		return nil, errNotThere
	}
	for _, fits := range []func(text string) bool{
		func(text string) bool { return text == c.find },
		func(text string) bool { return strings.Contains(text, c.find) },
	} {
		i := slices.IndexFunc(n.Items, func(item *manifest.Node) bool { return item.Type == manifest.String && fits(item.Text) })
		if i >= 0 {
			out.path = out.path.With(i)
			return []change{out}, nil
		}
	}
	return out.words(n)
}

// words changes items of a list that are the words of a text one after the other.
func (c *change) words(list *manifest.Node) ([]change, error) {
	find, text := strings.Fields(c.find), strings.Fields(c.text)
	if len(find) != len(text) {
		return nil, errNotThere
	}
	for at := 0; at+len(find) <= len(list.Items); at++ {
		if !slices.EqualFunc(list.Items[at:at+len(find)], find, func(n *manifest.Node, word string) bool { return n.Type == manifest.String && n.Text == word }) {
			continue
		}
		var out []change
		for i := range find {
			if find[i] != text[i] {
				out = append(out, change{op: "set", path: c.path.With(at + i), value: text[i]})
			}
		}
		return out, nil
	}
	return nil, errNotThere
}
