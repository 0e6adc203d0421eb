package fix

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// expand turns a change of a part of a text into changes of single texts; a number or a boolean becomes a text by it. Its path may run on into a line of a text, and it may lead to a list
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
	case n.Type == manifest.Int || n.Type == manifest.Float || n.Type == manifest.Bool:
		out.value, out.verbatim, out.find, out.text = strings.Replace(n.Text, c.find, c.text, 1), n.Text, "", ""
		return []change{out}, nil
	case n.Type != manifest.List:
		return nil, errNotThere
	}
	if i := c.holder(n); i >= 0 {
		out.path = out.path.With(i)
		return []change{out}, nil
	}
	return out.words(n)
}

// holder is the first item that is the part, else the first that holds it; -1 for none. A word that becomes several is no part of an item, but the item.
func (c *change) holder(list *manifest.Node) int {
	same := func(n *manifest.Node) bool { return n.Type == manifest.String && n.Text == c.find }
	part := func(n *manifest.Node) bool { return n.Type == manifest.String && strings.Contains(n.Text, c.find) }
	if i := slices.IndexFunc(list.Items, same); i >= 0 {
		if len(strings.Fields(c.find)) != len(strings.Fields(c.text)) {
			return -1
		}
		return i
	}
	return slices.IndexFunc(list.Items, part)
}

// words changes items of a list that are the words of a text one after the other. What is alike at both ends stays; one word may come or go.
func (c *change) words(list *manifest.Node) ([]change, error) {
	find, text := strings.Fields(c.find), strings.Fields(c.text)
	at := wordsAt(list, find)
	if at < 0 {
		return nil, errNotThere
	}
	for len(find) > 0 && len(text) > 0 && find[0] == text[0] {
		find, text, at = find[1:], text[1:], at+1
	}
	for len(find) > 0 && len(text) > 0 && find[len(find)-1] == text[len(text)-1] {
		find, text = find[:len(find)-1], text[:len(text)-1]
	}
	var out []change
	for i := range min(len(find), len(text)) {
		if find[i] != text[i] {
			out = append(out, change{op: "set", path: c.path.With(at + i), value: text[i]})
		}
	}
	switch {
	case len(find) == len(text):
	case len(text) == 1 && len(find) == 0 && at < len(list.Items):
		out = append(out, change{op: "insert", path: c.path, beside: beside{before: at}, value: text[0]})
	case len(text) == 1 && len(find) == 0:
		out = append(out, change{op: "insert", path: c.path, value: text[0]})
	case len(find) == 1 && len(text) == 0:
		out = append(out, change{op: "remove", path: c.path.With(at)})
	default:
		return nil, errNotThere
	}
	return out, nil
}

// wordsAt is the first item of those that are the words one after the other; -1 when there are none.
func wordsAt(list *manifest.Node, words []string) int {
	for at := 0; at+len(words) <= len(list.Items); at++ {
		if slices.EqualFunc(list.Items[at:at+len(words)], words, func(n *manifest.Node, word string) bool { return n.Type == manifest.String && n.Text == word }) {
			return at
		}
	}
	return -1
}
