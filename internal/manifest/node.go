package manifest

import (
	"encoding/json"
	"slices"
	"strconv"
)

// field returns the entry of a map with that key, nil when there is none.
func (n *Node) field(key string) *Field {
	if n == nil || n.Type != Map {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return &n.Fields[i]
		}
	}
	return nil
}

// child follows one element of a path.
func (n *Node) child(elem any) *Node {
	if n == nil {
		return nil
	}
	if key, ok := elem.(string); ok {
		if f := n.field(key); f != nil {
			return f.Value
		}
		return nil
	}
	if i, ok := asIndex(elem); ok && n.Type == List && i >= 0 && i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}

// asIndex reads an element of a path as an index; paths that come out of JSON or Rego hold other number types than int.
func asIndex(elem any) (int, bool) {
	switch v := elem.(type) {
	case int:
		return v, true
	case int64:
		return int(v), true
	case float64:
		return int(v), v == float64(int(v))
	case json.Number:
		i, err := strconv.Atoi(v.String())
		return i, err == nil
	}
	return 0, false
}

// Get follows path from n and returns nil when there is no such value. It may be called on a nil Node.
func (n *Node) Get(path ...any) *Node {
	for _, elem := range path {
		n = n.child(elem)
	}
	return n
}

// Str returns the text of the string at path, empty when there is no string.
func (n *Node) Str(path ...any) string {
	if v := n.Get(path...); v != nil && v.Type == String {
		return v.Text
	}
	return ""
}

// equal tells whether two values are one as JSON, with their keys in one order.
func (n *Node) equal(o *Node) bool {
	if n == o || n == nil || o == nil {
		return n == o
	}
	return n.Type == o.Type && n.Text == o.Text && slices.EqualFunc(n.Items, o.Items, (*Node).equal) &&
		slices.EqualFunc(n.Fields, o.Fields, func(a, b Field) bool { return a.Key == b.Key && a.Value.equal(b.Value) })
}

// Any returns n as encoding/json would decode it: map[string]any, []any, string, bool, int64 or float64, nil.
func (n *Node) Any() any {
	if n == nil {
		return nil
	}
	switch n.Type {
	case Map:
		out := make(map[string]any, len(n.Fields))
		for i := range n.Fields {
			out[n.Fields[i].Key] = n.Fields[i].Value.Any()
		}
		return out
	case List:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.Any()
		}
		return out
	default:
		return n.scalarAny()
	}
}

func (n *Node) scalarAny() any {
	switch n.Type {
	case String:
		return n.Text
	case Bool:
		return n.Text == "true"
	case Int:
		if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return i
		}
		return parseFloat(n.Text)
	case Float:
		return parseFloat(n.Text)
	default:
		return nil
	}
}

// parseFloat reads a JSON number; one out of range becomes the nearest float there is.
func parseFloat(text string) float64 {
	f, _ := strconv.ParseFloat(text, 64)
	return f
}

// typeName names what n is, for messages.
func typeName(n *Node) string {
	switch n.Type {
	case Null:
		return "null"
	case Bool:
		if word := n.oldBoolean(); word != "" {
			return "the boolean " + word + " of YAML 1.1"
		}
		return "the boolean " + n.Text
	case Int, Float:
		return "the number " + n.Text
	case String:
		return "the string " + strconv.Quote(clip(n.Text))
	case Map:
		return "an object"
	default:
		return "a list"
	}
}

// oldBoolean is the word that YAML 1.1 alone, as kubectl reads it, takes for a boolean, in lower case; empty for true and false. Its length tells it.
func (n *Node) oldBoolean() string {
	if n.Span.Line != n.Span.EndLine {
		return ""
	}
	words := map[int]string{1: "n", 2: "no", 3: "off"}
	if n.Text == "true" {
		words = map[int]string{1: "y", 2: "on", 3: "yes"}
	}
	return words[n.Span.EndColumn-n.Span.Column]
}

// MarshalJSON writes n as JSON, fields in the order of the file.
func (n *Node) MarshalJSON() ([]byte, error) { return n.appendJSON(nil), nil }

func (n *Node) appendJSON(out []byte) []byte {
	switch n.Type {
	case Map:
		out = append(out, '{')
		for i := range n.Fields {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendString(out, n.Fields[i].Key)
			out = n.Fields[i].Value.appendJSON(append(out, ':'))
		}
		return append(out, '}')
	case List:
		out = append(out, '[')
		for i, item := range n.Items {
			if i > 0 {
				out = append(out, ',')
			}
			out = item.appendJSON(out)
		}
		return append(out, ']')
	case String:
		return appendString(out, n.Text)
	default:
		return append(out, n.Text...)
	}
}

func appendString(out []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		return append(out, `""`...)
	}
	return append(out, quoted...)
}

// maxSlab is how many nodes are made at once in a document that is not small.
const maxSlab = 64

// nextSlab is how many nodes to make after a slab of so many, 0 for none: few at first, because there may be a million tiny documents.
func nextSlab(last, most int) int { return min(max(2*last, 4), most) }
