package manifest

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

const (
	// maxDepth bounds the nesting of a document; the Kubernetes API server refuses far less.
	maxDepth = 1000
	// maxExpanded bounds the values that aliases add to a document, and expandedPerByte keeps that in proportion to small ones.
	maxExpanded     = 1_000_000
	minExpanded     = 10_000
	expandedPerByte = 10
)

// converter turns the nodes of one YAML document into Nodes.
type converter struct {
	t       *text
	cur     *cursor
	chunk   chunk
	slab    []Node
	made    int // nodes of the last slab
	anchors map[*yaml.Node]*anchor
	path    []step
	dups    []Duplicate
	count   int // values, those behind aliases once per alias
	aliased int // values behind aliases
	limit   int // of aliased
	err     *Error
}

// anchor is what is known of an anchored value; node is nil while the value is still being read.
type anchor struct {
	node         *Node
	size, height int
}

// step is an element of the current path: a key, or an index when key is empty and index is not negative.
type step struct {
	key   string
	index int
}

func newConverter(t *text, ch chunk) *converter {
	return &converter{
		t: t, cur: newCursor(t), chunk: ch,
		limit: min(maxExpanded, minExpanded+expandedPerByte*(ch.end-ch.start)),
	}
}

func (c *converter) newNode(n Node) *Node {
	if len(c.slab) == 0 {
		c.made = nextSlab(c.made, maxSlab)
		c.slab = make([]Node, c.made)
	}
	out := &c.slab[0]
	c.slab = c.slab[1:]
	*out = n
	return out
}

// start returns the offset of the first byte of y.
func (c *converter) start(y *yaml.Node) int {
	return c.cur.offset(c.chunk.line+y.Line-1, y.Column)
}

func (c *converter) fail(y *yaml.Node, format string, args ...any) {
	if c.err != nil {
		return
	}
	off := c.start(y)
	for _, brace := range [...]int{max(0, off-1), off} {
		if bytes.HasPrefix(c.t.data[brace:], []byte("{{")) {
			c.err = errorAt(c.t, brace, msgTemplate)
			return
		}
	}
	c.err = errorAt(c.t, off, format, args...)
}

// node converts y, which stands at the given depth; height is the depth of what is below it. After an error it returns nil.
func (c *converter) node(y *yaml.Node, depth int) (n *Node, height int) {
	if depth > maxDepth {
		c.fail(y, "%s", msgDepth())
	}
	if c.err != nil {
		return nil, 0
	}
	if y.Kind == yaml.AliasNode {
		return c.alias(y, depth)
	}
	if y.Anchor == "" {
		return c.value(y, depth)
	}
	if c.anchors == nil {
		c.anchors = map[*yaml.Node]*anchor{}
	}
	a, before := &anchor{}, c.count
	c.anchors[y] = a
	n, height = c.value(y, depth)
	*a = anchor{node: n, size: c.count - before, height: height}
	return n, height
}

func (c *converter) value(y *yaml.Node, depth int) (*Node, int) {
	c.count++
	switch y.Kind {
	case yaml.MappingNode:
		return c.mapping(y, depth)
	case yaml.SequenceNode:
		return c.sequence(y, depth)
	case yaml.ScalarNode:
		return c.scalar(y), 0
	}
	c.fail(y, "cannot read this value")
	return nil, 0
}

// alias returns the value behind an alias: the same Node, so that an alias bomb costs nothing until it is unfolded, and
// what it would unfold to is bounded here.
func (c *converter) alias(y *yaml.Node, depth int) (*Node, int) {
	a := c.anchors[y.Alias]
	if a == nil || a.node == nil {
		c.fail(y, "the value of anchor %q contains itself", y.Value)
		return nil, 0
	}
	c.count += a.size
	c.aliased += a.size
	if c.aliased > c.limit {
		c.fail(y, "the aliases of this document unfold to more than %d values", c.limit)
		return nil, 0
	}
	if depth+a.height > maxDepth {
		c.fail(y, "%s", msgDepth())
		return nil, 0
	}
	return a.node, a.height
}

func (c *converter) sequence(y *yaml.Node, depth int) (*Node, int) {
	n := c.newNode(Node{Type: List, Items: make([]*Node, 0, len(y.Content))})
	height := 0
	end := Span{}
	for i, child := range y.Content {
		c.path = append(c.path, step{index: i})
		item, h := c.node(child, depth+1)
		c.path = c.path[:len(c.path)-1]
		if c.err != nil {
			return nil, 0
		}
		n.Items = append(n.Items, item)
		height = max(height, h+1)
		if child.Kind != yaml.AliasNode {
			end = item.Span
		}
	}
	n.Span = c.collectionSpan(y, end, ']')
	return n, height
}

func (c *converter) mapping(y *yaml.Node, depth int) (*Node, int) {
	n := c.newNode(Node{Type: Map})
	set := fieldSet{fields: make([]Field, 0, len(y.Content)/2)}
	height := 0
	end := Span{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		if isMergeKey(k) {
			height = max(height, c.merge(&set, v, depth))
		} else {
			f, h := c.field(k, v, depth)
			if c.err == nil {
				c.put(&set, f)
			}
			height, end = max(height, h+1), f.Span
			if v.Kind != yaml.AliasNode && f.Value != nil {
				end = f.Value.Span
			}
		}
		if c.err != nil {
			return nil, 0
		}
	}
	n.Fields = set.fields
	n.Span = c.collectionSpan(y, end, '}')
	return n, height
}

func (c *converter) field(k, v *yaml.Node, depth int) (Field, int) {
	f := Field{}
	f.Key, f.Span = c.key(k)
	c.path = append(c.path, step{key: f.Key, index: -1})
	n, height := c.node(v, depth+1)
	f.Value = n
	c.path = c.path[:len(c.path)-1]
	return f, height
}

// key reads the key of a field. Keys that are not strings become strings, as in sigs.k8s.io/yaml.
func (c *converter) key(k *yaml.Node) (string, Span) {
	target := k
	if k.Kind == yaml.AliasNode {
		target = k.Alias
	}
	if target.Kind != yaml.ScalarNode {
		c.fail(k, "a key must be a string, not an object or a list")
		return "", Span{}
	}
	if k.Anchor != "" {
		c.node(k, 0) // so that aliases find it
	}
	s, err := c.resolve(target)
	text := s.text
	if err == nil && s.typ != String {
		text, err = keyText(s)
	}
	if err != nil {
		c.fail(k, "%v", err)
	}
	return text, c.scalarSpan(target)
}

// put adds f; of a key that is there twice the later value stays.
func (c *converter) put(set *fieldSet, f Field) {
	i, merged := set.find(f.Key)
	if i < 0 {
		set.add(f)
		return
	}
	if !merged {
		c.dups = append(c.dups, duplicate(append(pathOf(c.path), f.Key), &set.fields[i], &f))
	}
	set.fields[i] = f
	delete(set.merged, f.Key)
}

func pathOf(steps []step) Path {
	out := make(Path, 0, len(steps)+1)
	for _, s := range steps {
		if s.index < 0 {
			out = append(out, s.key)
		} else {
			out = append(out, s.index)
		}
	}
	return out
}

func (c *converter) resolve(y *yaml.Node) (scalar, error) {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	switch {
	case y.Style&yaml.TaggedStyle != 0:
		return resolve(y.Tag, y.Value)
	case y.Style&quoted != 0 || c.isText(y):
		return resolve(tagStr, y.Value)
	}
	return resolve("", y.Value)
}

// isText tells whether a "!" stands before a plain scalar, which makes a text of it; yaml.v3 reports it as no tag.
func (c *converter) isText(y *yaml.Node) bool {
	src := c.t.data
	for off := c.start(y); off < len(src) && (src[off] == '!' || src[off] == '&'); off = skipBlank(src, off) {
		size := propertyLen(src[off:])
		if size == 1 && src[off] == '!' {
			return true
		}
		off += size
	}
	return false
}

func (c *converter) scalar(y *yaml.Node) *Node {
	s, err := c.resolve(y)
	if err == nil && s.typ == Float && s.text == "" {
		err = fmt.Errorf("%s is not a number that a manifest can hold", clip(y.Value))
	}
	if err != nil {
		c.fail(y, "%v", err)
		return nil
	}
	n := c.newNode(Node{Type: s.typ, Text: s.text, Block: y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0})
	n.Span = c.scalarSpan(y)
	return n
}
