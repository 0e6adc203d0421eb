package helm

import (
	"slices"
	"strconv"
	"text/template/parse"
)

// reader finds out what pipelines may print, without running them. What it finds is a guess that the values must confirm.
type reader struct {
	bodies map[string]*parse.ListNode // of the templates that the chart defines
	left   int                        // steps
	depth  int                        // of calls
}

// mostSteps bounds the search for one value; deepest bounds calls in one another.
const (
	mostSteps = 4000
	deepest   = 12
)

// pipe is what a pipeline makes in a scope; dot is what the template around it was given.
func (r *reader) pipe(p *parse.PipeNode, s *scope, dot *reading) *reading {
	if r.left--; p == nil || r.left < 0 {
		return nil
	}
	var out *reading
	for i, cmd := range p.Cmds {
		out = r.command(cmd, i > 0, out, s, dot)
	}
	return out
}

// command is what a command makes; piped tells that last is one more argument.
func (r *reader) command(cmd *parse.CommandNode, piped bool, last *reading, s *scope, dot *reading) *reading {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok {
		if piped || len(cmd.Args) > 1 { // a method
			return nil
		}
		return r.argument(cmd.Args[0], s, dot)
	}
	c := call{r: r, nodes: cmd.Args[1:], name: name.Ident}
	for _, arg := range c.nodes {
		c.args = append(c.args, r.argument(arg, s, dot))
	}
	if piped {
		c.args = append(c.args, last)
	}
	return c.result()
}

// argument is what an argument is.
func (r *reader) argument(arg parse.Node, s *scope, dot *reading) *reading {
	switch n := arg.(type) {
	case *parse.DotNode:
		return r.dot(s, dot)
	case *parse.FieldNode:
		return fields(r.dot(s, dot), n.Ident)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return fields(dot, n.Ident[1:])
		}
		return fields(r.variable(s, n.Ident[0], dot), n.Ident[1:])
	case *parse.ChainNode:
		return fields(r.argument(n.Node, s, dot), n.Field)
	case *parse.PipeNode:
		return r.pipe(n, s, dot)
	}
	return nil
}

func fields(r *reading, names []string) *reading {
	for _, name := range names {
		r = r.field(name)
	}
	return r
}

// dot is what the dot is in a scope.
func (r *reader) dot(s *scope, dot *reading) *reading {
	for ; s != nil; s = s.outer {
		if s.pipe != nil && s.name == "" {
			return r.bound(s, dot)
		}
	}
	return dot
}

// variable is what a variable holds in a scope.
func (r *reader) variable(s *scope, name string, dot *reading) *reading {
	for ; s != nil; s = s.outer {
		switch {
		case s.name != name:
		case s.maybe:
			return join(false, r.bound(s, dot), r.variable(s.outer, name, dot))
		default:
			return r.bound(s, dot)
		}
	}
	return nil
}

func (r *reader) bound(s *scope, dot *reading) *reading {
	switch {
	case s.key:
		return nil
	case s.each:
		return r.pipe(s.pipe, s.in, dot).field(each{})
	}
	return r.pipe(s.pipe, s.in, dot)
}

// body is what a template prints that is given a value.
func (r *reader) body(name string, given *reading) *reading {
	list, ok := r.bodies[name]
	if !ok || r.depth >= deepest {
		return given.flat(3)
	}
	r.depth++
	defer func() { r.depth-- }()
	var out *reading
	eachAction(list, &scope{define: name}, func(n parse.Node, pipe *parse.PipeNode, s *scope) {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(pipe.Decl) == 0 {
				out = join(false, out, r.pipe(pipe, s, given))
			}
		case *parse.TemplateNode:
			out = join(false, out, r.body(n.Name, r.pipe(pipe, s, given)))
		}
	})
	return out
}

// call is a call of a function.
type call struct {
	r     *reader
	name  string
	nodes []parse.Node // of the arguments, without the one that comes through a pipe
	args  []*reading
}

// subjects are functions that give their last argument back in another form, or one that its own parts make up.
var subjects = [...]string{
	"abbrev", "camelcase", "compact", "deepCopy", "dig", "float64", "fromJson", "fromYaml", "fromYamlArray", "fromJsonArray", "indent", "int", "int64", "join",
	"kebabcase", "lower", "mustDeepCopy", "mustFromJson", "mustToJson", "mustToPrettyJson", "mustUniq", "nindent", "omit", "pick", "quote", "regexReplaceAll",
	"replace", "required", "sortAlpha", "squote", "title", "toJson", "toPrettyJson", "toRawJson", "toString", "toStrings", "toToml", "toYaml", "toYamlPretty",
	"trim", "trimAll", "trimPrefix", "trimSuffix", "trunc", "uniq", "until", "untitle", "upper", "without", "wrap",
}

// mixing are functions whose result is made of all arguments.
var mixing = [...]string{"cat", "merge", "mustMerge", "print", "printf", "println", "mergeOverwrite", "mustMergeOverwrite", "pluck"}

// result is what the function makes of its arguments.
func (c *call) result() *reading {
	n := len(c.args)
	switch {
	case n == 0:
		return nil
	case c.name == "include":
		return c.include()
	case c.name == "tpl":
		return c.args[0]
	case c.name == "default":
		return join(true, c.args[n-1], c.args[0])
	case c.name == "or" || c.name == "coalesce":
		return join(true, c.args...)
	case c.name == "ternary":
		return join(false, c.args[:min(2, n)]...)
	case c.name == "and" || slices.Contains(subjects[:], c.name) && c.name != "dig":
		return c.args[n-1]
	case slices.Contains(mixing[:], c.name):
		return join(false, c.args...)
	}
	return c.structure()
}

// structure is the result of a function that makes a map or list, or looks into one.
func (c *call) structure() *reading {
	n := len(c.args)
	switch c.name {
	case "index", "get":
		return c.at(c.args[0], c.nodes[min(1, len(c.nodes)):])
	case "dig":
		if n < 3 {
			return nil
		}
		return join(true, c.at(c.args[n-1], c.nodes[:n-2]), c.args[n-2])
	case "first", "last", "mustFirst", "mustLast":
		return c.args[n-1].field(each{})
	case "dict":
		return c.dict(nil, c.nodes, c.args)
	case "set":
		return c.dict(c.args[0], c.nodes[min(1, len(c.nodes)):], c.args[1:])
	case "list", "tuple":
		out := &reading{}
		for i, a := range c.args {
			if a != nil {
				out.add(map[string]*reading{strconv.Itoa(i): a})
			}
		}
		return out
	case "append", "concat", "prepend", "mustAppend":
		return join(false, c.args...)
	}
	return nil
}

// include is what the template prints that the first argument names.
func (c *call) include() *reading {
	given := c.args[len(c.args)-1]
	if len(c.nodes) > 0 && len(c.args) > 1 {
		if name, ok := c.nodes[0].(*parse.StringNode); ok {
			return c.r.body(name.Text, given)
		}
	}
	return given.flat(3)
}

// at follows keys into a value.
func (c *call) at(value *reading, keys []parse.Node) *reading {
	for _, key := range keys {
		switch k := key.(type) {
		case *parse.StringNode:
			value = value.field(k.Text)
		case *parse.NumberNode:
			value = value.field(int(k.Int64))
		default:
			value = value.field(each{})
		}
	}
	return value
}

// dict is a map of pairs of arguments over another one.
func (c *call) dict(over *reading, nodes []parse.Node, args []*reading) *reading {
	out := join(false, &reading{}, over)
	for i := 0; i+1 < len(args) && i < len(nodes); i += 2 {
		if name, ok := nodes[i].(*parse.StringNode); ok && args[i+1] != nil {
			out.add(map[string]*reading{name.Text: args[i+1]})
		}
	}
	return out
}
