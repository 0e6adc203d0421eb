package render

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/podlint/podlint/internal/manifest"
)

// nodes turns what kustomize made into what is read of the text that it would write: through the text each value is written and read again five
// times. It leaves alone what is not plain, of which the text decides what becomes of it.
type nodes struct {
	size   int  // of the text, about
	refers bool // some text may refer to a variable
	flow   int  // values in flow style around the one that is read
	slab   []manifest.Node
}

// mostDeep is the nesting up to which values are turned, mostInt the most digits of a number.
const (
	mostDeep = 500
	mostInt  = 18
)

// nodesOf returns the root of a resource; nil when the text is to be read.
func (c *nodes) nodesOf(r *resource.Resource) *manifest.Node {
	y := r.YNode()
	if y == nil || y.Kind != yaml.MappingNode {
		return nil
	}
	return c.node(y, 0)
}

// node returns nil for a value that is not plain.
func (c *nodes) node(y *yaml.Node, depth int) *manifest.Node {
	switch {
	case y == nil || y.Anchor != "" || depth > mostDeep || y.Style&yaml.TaggedStyle != 0:
		return nil
	case y.Kind == yaml.ScalarNode:
		return c.scalar(y)
	case y.Style&yaml.FlowStyle != 0:
		c.flow++
		defer func() { c.flow-- }()
	}
	switch y.Kind {
	case yaml.MappingNode:
		return c.mapping(y, depth)
	case yaml.SequenceNode:
		return c.sequence(y, depth)
	}
	return nil
}

func (c *nodes) sequence(y *yaml.Node, depth int) *manifest.Node {
	n := c.add(manifest.Node{Type: manifest.List, Items: make([]*manifest.Node, 0, len(y.Content))})
	for _, item := range y.Content {
		got := c.node(item, depth+1)
		if got == nil {
			return nil
		}
		n.Items = append(n.Items, got)
	}
	return n
}

func (c *nodes) add(n manifest.Node) *manifest.Node {
	if len(c.slab) == 0 {
		c.slab = make([]manifest.Node, 32)
	}
	out := &c.slab[0]
	c.slab = c.slab[1:]
	*out = n
	return out
}

// mapping has its keys in the order in which they are written.
func (c *nodes) mapping(y *yaml.Node, depth int) *manifest.Node {
	n := c.add(manifest.Node{Type: manifest.Map, Fields: make([]manifest.Field, 0, len(y.Content)/2)})
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0 || key.ShortTag() != yaml.NodeTagString || key.Value == "<<" || !c.plain(key.Value) {
			return nil
		}
		value := c.node(y.Content[i+1], depth+1)
		if value == nil {
			return nil
		}
		n.Fields = append(n.Fields, manifest.Field{Key: key.Value, Value: value})
	}
	slices.SortStableFunc(n.Fields, func(a, b manifest.Field) int { return inOrder(a.Key, b.Key) })
	for i := 1; i < len(n.Fields); i++ {
		if n.Fields[i].Key == n.Fields[i-1].Key { // which one counts is for the reader to say
			return nil
		}
	}
	return n
}

func (c *nodes) scalar(y *yaml.Node) *manifest.Node {
	n := manifest.Node{Text: y.Value}
	ok := false
	switch y.ShortTag() {
	case yaml.NodeTagString: // folded lines are not always folded back
		n.Type, ok = manifest.String, c.plain(y.Value) && y.Style&yaml.FoldedStyle == 0
	case yaml.NodeTagBool:
		n.Type, ok = manifest.Bool, y.Value == "true" || y.Value == "false"
	case yaml.NodeTagNull: // nothing in flow style is written as an empty text
		n.Text, ok = "null", y.Value == "null" || y.Value == "~" || y.Value == "" && c.flow == 0
	case yaml.NodeTagInt:
		n.Type, ok = manifest.Int, isInt(y.Value)
	}
	if !ok {
		return nil
	}
	return c.add(n)
}

// isInt tells a number that any reader takes for the same.
func isInt(text string) bool {
	i, err := strconv.ParseInt(text, 10, 64)
	return err == nil && len(text) <= mostInt && strconv.FormatInt(i, 10) == text
}

// plain tells a text that is the same once it was written and read.
func (c *nodes) plain(text string) bool {
	c.size += len(text) + len(": \n")
	c.refers = c.refers || strings.IndexByte(text, '$') >= 0
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\t' || r == unicode.ReplacementChar || r >= 0x7f && (r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff') {
			return false
		}
	}
	return true
}

// inOrder is the order in which the keys of a map are written: letters behind all else, numbers by what they are worth.
func inOrder(a, b string) int {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		if p, q := unicode.IsLetter(x[i]), unicode.IsLetter(y[i]); p != q {
			return sign(q)
		}
		if n := numbersInOrder(x, y, i); n != 0 {
			return n
		}
		return sign(x[i] < y[i])
	}
	return len(x) - len(y)
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// numbersInOrder compares the numbers of two texts that differ from i on; 0 when there is none, or when they are the same.
func numbersInOrder(x, y []rune, i int) int {
	var m, n int64
	if x[i] == '0' || y[i] == '0' {
		for j := i - 1; j >= 0 && unicode.IsDigit(x[j]); j-- {
			if x[j] != '0' {
				m, n = 1, 1
				break
			}
		}
	}
	p, q := i, i
	for ; p < len(x) && unicode.IsDigit(x[p]); p++ {
		m = m*10 + int64(x[p]-'0')
	}
	for ; q < len(y) && unicode.IsDigit(y[q]); q++ {
		n = n*10 + int64(y[q]-'0')
	}
	if m != n {
		return sign(m < n)
	}
	return p - q
}
