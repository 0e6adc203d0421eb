package main

import (
	"bytes"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// told are fields that say where a row comes from, and to people alone what it means.
var told = []string{"sources", "reason", "note", "id"}

// rowMutants are the mutants of a file of knowledge: each row and each element of a list dropped, each flag flipped.
func rowMutants(file string, text []byte) ([]mutant, error) {
	doc, err := parseRows(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var out []mutant
	walkRows(doc, nil, func(at []int, n *yaml.Node, drops bool) {
		what := "flip " + brief(shown(n))
		if drops {
			what = "drop " + brief(shown(n))
		}
		out = append(out, mutant{room: roomOf(file), file: file, line: n.Line, what: what, apply: func() ([]byte, error) { return changed(text, at, drops) }})
	})
	return out, nil
}

func parseRows(text []byte) (*yaml.Node, error) {
	var doc yaml.Node
	err := yaml.Unmarshal(text, &doc)
	return &doc, err
}

// walkRows visits what can be dropped or flipped, by the way to it from the document. The rows of a table are the elements of a list, or the
// entries of an object at the top of the file.
func walkRows(n *yaml.Node, at []int, visit func(at []int, n *yaml.Node, drops bool)) {
	table := n.Kind == yaml.SequenceNode || n.Kind == yaml.MappingNode && len(at) == 1
	for i, child := range n.Content {
		isKey := n.Kind == yaml.MappingNode && i%2 == 0
		if n.Kind == yaml.MappingNode && !isKey && slices.Contains(told, n.Content[i-1].Value) {
			continue
		}
		below := append(slices.Clone(at), i)
		switch {
		case table && (isKey || n.Kind == yaml.SequenceNode):
			visit(below, child, true)
		case child.Tag == "!!bool":
			visit(below, child, false)
		}
		walkRows(child, below, visit)
	}
}

// changed is the text without a row, or with a flag flipped. Comments and layout may differ, which nobody reads.
func changed(text []byte, at []int, drops bool) ([]byte, error) {
	doc, err := parseRows(text)
	if err != nil {
		return nil, err
	}
	parent := doc
	for _, i := range at[:len(at)-1] {
		parent = parent.Content[i]
	}
	last := at[len(at)-1]
	switch {
	case !drops:
		parent.Content[last].Value = fmt.Sprint(parent.Content[last].Value != "true")
	case parent.Kind == yaml.MappingNode:
		parent.Content = slices.Delete(parent.Content, last, last+2)
	default:
		parent.Content = slices.Delete(parent.Content, last, last+1)
	}
	return yaml.Marshal(doc)
}

// shown is a node as it would be written on one line.
func shown(n *yaml.Node) string {
	one := *n
	one.Style, one.HeadComment, one.LineComment, one.FootComment = yaml.FlowStyle, "", "", ""
	text, err := yaml.Marshal(&one)
	if err != nil {
		return n.Value
	}
	return string(bytes.TrimSpace(text))
}
