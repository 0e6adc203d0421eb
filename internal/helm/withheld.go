package helm

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
)

// withheld is what the templates of a chart hold that one rendering need not show.
type withheld struct {
	calls map[string][]string // the templates that each one includes
	asks  map[string]bool     // those that ask the cluster
	keys  map[string]map[string]string
}

// newWithheld reads all templates of a chart.
func newWithheld(templates map[string]*template) *withheld {
	w := &withheld{calls: map[string][]string{}, asks: map[string]bool{}, keys: map[string]map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(templates)) { // of two that define one template the same one has the word each time
		w.add(templates[name])
	}
	return w
}

// withheld is what the chart's templates hold; they are read once.
func (c *chart) withheld() *withheld {
	c.read.Do(func() { c.holds = newWithheld(c.templates) })
	return c.holds
}

func (w *withheld) add(t *template) {
	if x, ok := treesOf(t); ok {
		x.each(t, func(name string, body *parse.ListNode) { w.list(name, body, "") })
	}
}

// list takes in what a template holds; under is the condition around it.
func (w *withheld) list(in string, list *parse.ListNode, under string) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			w.text(in, n.Text, under)
		case *parse.ActionNode:
			w.pipe(in, n.Pipe)
		case *parse.TemplateNode:
			w.calls[in] = append(w.calls[in], n.Name)
			w.pipe(in, n.Pipe)
		case *parse.IfNode:
			w.branch(in, &n.BranchNode)
		case *parse.WithNode:
			w.branch(in, &n.BranchNode)
		case *parse.RangeNode:
			w.branch(in, &n.BranchNode)
		}
	}
}

func (w *withheld) branch(in string, n *parse.BranchNode) {
	w.pipe(in, n.Pipe)
	w.list(in, n.List, n.Pipe.String())
	w.list(in, n.ElseList, "not "+n.Pipe.String())
}

// pipe notes whom a pipeline includes or asks.
func (w *withheld) pipe(in string, pipe *parse.PipeNode) {
	if pipe == nil {
		return
	}
	for _, cmd := range pipe.Cmds {
		if name, ok := included(cmd); ok {
			w.calls[in] = append(w.calls[in], name)
		}
		for _, arg := range cmd.Args {
			switch n := arg.(type) {
			case *parse.IdentifierNode:
				w.asks[in] = w.asks[in] || n.Ident == "lookup"
			case *parse.PipeNode:
				w.pipe(in, n)
			case *parse.ChainNode:
				if inner, ok := n.Node.(*parse.PipeNode); ok {
					w.pipe(in, inner)
				}
			}
		}
	}
}

// keyLine is a line of YAML that begins with a plain key.
var keyLine = regexp.MustCompile(`^[ \t]*["']?([-._A-Za-z0-9]+)["']?:(?:[ \t\r]|$)`)

// text notes the keys that a text under a condition writes.
func (w *withheld) text(in string, text []byte, under string) {
	if under == "" {
		return
	}
	for line := range bytes.Lines(text) {
		found := keyLine.FindSubmatch(bytes.TrimRight(line, "\n"))
		if found == nil {
			continue
		}
		if w.keys[in] == nil {
			w.keys[in] = map[string]string{}
		}
		w.keys[in][string(found[1])] = under
	}
}

// asked tells whether a template, or one that it includes, asks the cluster.
func (w *withheld) asked(template string) bool {
	return reach(w.calls, []string{template}, func(name string) bool { return w.asks[name] })
}

// under is the condition under which a template, or one that it includes, writes a key; false: none does so.
func (w *withheld) under(template, key string) (condition string, ok bool) {
	ok = reach(w.calls, []string{template}, func(name string) bool {
		condition = w.keys[name][key]
		return condition != ""
	})
	return shortened(condition), ok
}

// longestCondition bounds what is shown of a condition, in bytes.
const longestCondition = 60

func shortened(condition string) string {
	condition = strings.Join(strings.Fields(condition), " ")
	if len(condition) <= longestCondition {
		return condition
	}
	return strings.ToValidUTF8(condition[:longestCondition-3], "") + "…"
}
