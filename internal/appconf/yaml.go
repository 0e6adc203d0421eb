package appconf

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	maxDepth     = 64   // of nested blocks, elements or values in any format; real files stay below 20
	maxDocuments = 32   // of one YAML stream
	maxBrackets  = 1000 // of open flow brackets before a YAML text is refused
)

// yaml is the text as YAML or JSON, or nil when it is neither. The text is parsed once.
func (s *source) yaml() *settings {
	if !s.yamlDone {
		s.yamlDone = true
		s.yamlList = parseYAML(s.text, s.isJSON())
	}
	return s.yamlList
}

func parseYAML(text string, json bool) *settings {
	if deepBrackets(text) {
		return nil
	}
	if json { // YAML forbids the tabs that JSON allows
		text = strings.ReplaceAll(text, "\t", "  ")
	}
	out := &settings{}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for range maxDocuments {
		var doc yaml.Node
		if err := decoder.Decode(&doc); err != nil {
			break
		}
		flatten(out, &doc, nil)
	}
	if len(out.list) == 0 {
		return nil
	}
	return out
}

// deepBrackets tells texts whose flow nesting is an attack and no configuration.
func deepBrackets(text string) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > maxBrackets {
			return true
		}
	}
	return false
}

// flatten adds the scalars below a node. An alias stands for a scalar only: the anchored block is read where it is written, so that
// aliases cannot multiply the work.
func flatten(out *settings, n *yaml.Node, path []string) {
	if len(path) > maxDepth {
		return
	}
	switch n.Kind {
	case yaml.DocumentNode:
		for _, kid := range n.Content {
			flatten(out, kid, path)
		}
	case yaml.MappingNode:
		flattenMap(out, n, path)
	case yaml.SequenceNode:
		for i, kid := range n.Content {
			flatten(out, kid, append(path, strconv.Itoa(i)))
		}
	case yaml.ScalarNode:
		addScalar(out, n, path, n.Line)
	case yaml.AliasNode:
		addAlias(out, n, path)
	}
	if len(path) > 0 && emptyBlock(n) {
		out.add(path, "", n.Line-1)
	}
}

// emptyBlock tells "{}" and "[]", which switch a thing on by being there.
func emptyBlock(n *yaml.Node) bool {
	return (n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode) && len(n.Content) == 0
}

func flattenMap(out *settings, n *yaml.Node, path []string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; key.Kind == yaml.ScalarNode && len(key.Value) < 256 {
			flatten(out, n.Content[i+1], append(path, key.Value))
		}
	}
}

func addAlias(out *settings, n *yaml.Node, path []string) {
	if n.Alias != nil && n.Alias.Kind == yaml.ScalarNode {
		addScalar(out, n.Alias, path, n.Line)
	}
}

func addScalar(out *settings, n *yaml.Node, path []string, line int) {
	if len(path) == 0 {
		return
	}
	value := n.Value
	if n.Tag == "!!null" {
		value = ""
	}
	out.add(path, value, line-1)
}

// Value is the scalar at a path such as "a.b.0.c" of a YAML or JSON text, with its 0-based line; ok is false when there is none.
func Value(text, path string) (value string, line int, ok bool) {
	if len(text) > maxBytes {
		return "", 0, false
	}
	found, ok := parseYAML(text, strings.HasPrefix(strings.TrimSpace(text), "{")).get(path)
	return found.value, found.line, ok
}
