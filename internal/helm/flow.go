package helm

import (
	"slices"
	"text/template/parse"

	"github.com/podlint/podlint/internal/manifest"
)

// flow is how values come to the actions of a chart's templates.
type flow struct {
	bodies  map[string]*parse.ListNode // of the templates that the chart defines
	scopes  map[parse.Node]*scope      // at the actions that print and the calls of templates
	callers map[string][]caller        // of the templates
}

// caller is an action that calls a template.
type caller struct {
	pipe  *parse.PipeNode
	calls string // as in mark
	scope *scope
}

// add takes what a file or a template holds.
func (f *flow) add(list *parse.ListNode, define string) {
	if f.bodies == nil {
		f.bodies, f.scopes, f.callers = map[string]*parse.ListNode{}, map[parse.Node]*scope{}, map[string][]caller{}
	}
	if define != "" {
		f.bodies[define] = list
	}
	eachAction(list, &scope{define: define}, func(n parse.Node, pipe *parse.PipeNode, s *scope) {
		c := caller{pipe: pipe, scope: s}
		if t, ok := n.(*parse.TemplateNode); ok {
			c.calls = t.Name
			f.call(t.Name, c)
		}
		eachInclude(pipe, func(name string) { f.call(name, c) })
		f.scopes[n] = s
	})
}

// mostCallers bounds the callers that are looked at where a rendering does not show who called.
const mostCallers = 8

func (f *flow) call(name string, by caller) {
	if len(f.callers[name]) < mostCallers {
		f.callers[name] = append(f.callers[name], by)
	}
}

func eachInclude(pipe *parse.PipeNode, use func(name string)) {
	if pipe == nil {
		return
	}
	for _, cmd := range pipe.Cmds {
		if name, ok := included(cmd); ok {
			use(name)
		}
		for _, arg := range cmd.Args {
			if inner, ok := arg.(*parse.PipeNode); ok {
				eachInclude(inner, use)
			}
		}
	}
}

// template is the name of the template that a scope lies in.
func (s *scope) template() string {
	for s != nil && s.outer != nil {
		s = s.outer
	}
	if s == nil {
		return ""
	}
	return s.define
}

// read is what the action printed whose mark has a number in the document.
func (o *origin) read(made int) *reading {
	m := &o.marker.marks[o.order[made]]
	r := &reader{bodies: o.marker.flow.bodies, left: mostSteps}
	given := o.given(r, made)
	out := r.pipe(m.action, m.scope, given)
	if m.calls != "" {
		out = r.body(m.calls, out)
	}
	return out.flat(3)
}

// farthest is how many marks before an action are looked at for the one that called its template.
const farthest = 2000

// given is what the template of an action was given: by the last action before it that calls the template, else by any that does.
func (o *origin) given(r *reader, made int) *reading {
	define := o.marker.marks[o.order[made]].scope.template()
	if define == "" {
		return &reading{root: true}
	}
	for i := made - 1; i >= max(0, made-farthest); i-- {
		m := &o.marker.marks[o.order[i]]
		c := caller{pipe: m.action, calls: m.calls, scope: m.scope}
		if m.action != nil && c.isOf(define) {
			return r.given(c, define, o.given(r, i))
		}
	}
	return r.givenByAny(o.marker.flow.callers, define)
}

// givenByAny is what one of the callers may give a template.
func (r *reader) givenByAny(callers map[string][]caller, define string) *reading {
	if define == "" {
		return &reading{root: true}
	}
	if r.left--; r.left < 0 || r.depth >= deepest {
		return nil
	}
	r.depth++
	defer func() { r.depth-- }()
	var out *reading
	for _, c := range callers[define] {
		out = join(false, out, r.given(c, define, r.givenByAny(callers, c.scope.template())))
	}
	return out
}

func (c caller) isOf(define string) bool {
	found := c.calls == define
	eachInclude(c.pipe, func(name string) { found = found || name == define })
	return found
}

// given is what a caller gives a template; dot is what the caller's own template was given.
func (r *reader) given(c caller, define string, dot *reading) *reading {
	if c.calls == define {
		return r.pipe(c.pipe, c.scope, dot)
	}
	out, _ := r.argumentOf(c.pipe, define, c.scope, dot)
	return out
}

// argumentOf is what a pipeline gives the template that it includes.
func (r *reader) argumentOf(pipe *parse.PipeNode, define string, s *scope, dot *reading) (*reading, bool) {
	var last *reading
	for i, cmd := range pipe.Cmds {
		if name, ok := included(cmd); ok && name == define {
			if len(cmd.Args) > 2 {
				return r.argument(cmd.Args[2], s, dot), true
			}
			return last, true
		}
		for _, arg := range cmd.Args {
			if inner, ok := arg.(*parse.PipeNode); ok {
				if out, ok := r.argumentOf(inner, define, s, dot); ok {
					return out, true
				}
			}
		}
		last = r.command(cmd, i > 0, last, s, dot)
	}
	return nil, false
}

// expand writes each of a key out for all items that the values have there.
func expand(layers []layer, key manifest.Path) []manifest.Path {
	i := slices.Index(key, any(each{}))
	if i < 0 {
		return []manifest.Path{key}
	}
	var out []manifest.Path
	for _, item := range itemsAt(layers, key[:i]) {
		one := key[:i].With(item).With(key[i+1:]...)
		if out = append(out, expand(layers, one)...); len(out) > mostItems {
			return nil
		}
	}
	return out
}

// mostItems bounds how many items of a list are compared with what was printed.
const mostItems = 256

// itemsAt are the numbers of the items of a list, or the keys of a map, as templates go through them.
func itemsAt(layers []layer, key manifest.Path) []any {
	var names []string
	for _, l := range layers {
		n := l.get(key)
		switch {
		case n == nil:
		case n.Type == manifest.List && len(names) == 0:
			out := make([]any, 0, len(n.Items))
			for i := range n.Items {
				out = append(out, i)
			}
			return out
		case n.Type == manifest.Map:
			for i := range n.Fields {
				names = append(names, n.Fields[i].Key)
			}
		}
	}
	slices.Sort(names)
	var out []any
	for _, name := range slices.Compact(names) {
		out = append(out, name)
	}
	return out
}
