package render

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/source"
)

// mostApplications is how many Applications of one set are looked at.
const mostApplications = 64

// set reads an ApplicationSet: it makes an Application of its template for each set of parameters that its generators give, as far as these are lists,
// or files and folders of this repository.
func (f *deployments) set(o *manifest.Object) {
	g := generators{f: f, o: o, known: true}
	all := g.all(items(o.Root.Get("spec", "generators")), 0)
	template := o.Root.Get("spec", "template")
	if !g.known || template == nil || len(all) > mostApplications {
		f.elsewhere(o, unknownParameters, "")
	}
	f.without(o, o.Root.Get("spec"), "templatePatch")
	for _, parameters := range all[:min(len(all), mostApplications)] {
		if template == nil {
			break
		}
		one := *o
		one.Kind = "Application"
		one.Root = parameters.node(template)
		one.Name = one.Root.Str("metadata", "name")
		if unfilled(one.Root.Get("spec")) {
			f.elsewhere(o, unknownParameters, "")
		}
		if f.names[one.Name] = fmt.Sprintf("%s %q (%s)", o.Kind, o.Name, one.Name); strings.Contains(one.Name, "{{") {
			f.names[one.Name] = fmt.Sprintf("%s %q", o.Kind, o.Name)
		}
		f.application(&one)
	}
}

// unfilled tells a template in which something is left that podlint cannot fill in.
func unfilled(n *manifest.Node) bool {
	if n == nil {
		return false
	}
	return n.Type == manifest.String && strings.Contains(n.Text, "{{") || slices.ContainsFunc(n.Items, unfilled) ||
		slices.ContainsFunc(n.Fields, func(f manifest.Field) bool { return unfilled(f.Value) })
}

// parameters are what a generator gives, by the names that templates have for them.
type parameters map[string]string

// placeholder is what a template has in the place of a parameter, in the short form and that of Go.
var placeholder = pattern.New(`\{\{-?\s*(?:\.?([A-Za-z_][\w./\[\]-]*)|index\s+\.path\.segments\s+(\d+))\s*-?\}\}`)

func (v parameters) expand(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return placeholder.Regexp().ReplaceAllStringFunc(text, func(found string) string {
		m := placeholder.FindStringSubmatch(found)
		name := m[1]
		if m[2] != "" {
			name = "path.segments[" + m[2] + "]"
		}
		if value, ok := v[name]; ok {
			return value
		}
		return found
	})
}

// node is a copy of a template with the parameters put in.
func (v parameters) node(n *manifest.Node) *manifest.Node {
	out := *n
	out.Fields, out.Items = nil, nil
	for _, field := range n.Fields {
		field.Value = v.node(field.Value)
		out.Fields = append(out.Fields, field)
	}
	for _, item := range n.Items {
		out.Items = append(out.Items, v.node(item))
	}
	if n.Type == manifest.String {
		out.Text = v.expand(n.Text)
	}
	return &out
}

// flatten adds the scalars below a value under the names that lead to them.
func (v parameters) flatten(name string, n *manifest.Node) {
	for i := range n.Fields {
		v.flatten(strings.TrimPrefix(name+"."+n.Fields[i].Key, "."), n.Fields[i].Value)
	}
	if n.Type != manifest.Map && n.Type != manifest.List {
		v[name] = n.Text
	}
}

// addPath adds what templates know of a folder, behind a prefix unless it is empty.
func (v parameters) addPath(prefix, dir string) parameters {
	at := strings.TrimPrefix(prefix+".path", ".")
	v[at], v[at+".path"], v[at+".basename"], v[at+".basenameNormalized"] = dir, dir, path.Base(dir), strings.ReplaceAll(path.Base(dir), "_", "-")
	for i, part := range strings.Split(dir, "/") {
		v[at+"["+strconv.Itoa(i)+"]"], v[at+".segments["+strconv.Itoa(i)+"]"] = part, part
	}
	return v
}

// glob lists the files or folders of the repository that match a pattern, ** for any folders in between.
func (f *deployments) glob(o *manifest.Object, text string, kind source.Kind) []string {
	top := f.p.top(path.Dir(f.p.abs(o.File)))
	left := mostListed
	var out []string
	var visit func(dir string, parts []string)
	visit = func(dir string, parts []string) {
		if len(parts) == 0 {
			if full := path.Join(top, dir); f.p.tree.Kind(full) == kind {
				out = append(out, dir)
			}
			return
		}
		names, err := f.p.tree.List(path.Join(top, dir))
		if left -= len(names) + 1; err != nil || left < 0 {
			return
		}
		if parts[0] == "**" {
			visit(dir, parts[1:])
		}
		for _, name := range names {
			full := path.Join(dir, name)
			ok, err := path.Match(parts[0], name)
			switch {
			case strings.HasPrefix(name, "."):
			case parts[0] == "**" && f.p.tree.Kind(path.Join(top, full)) == source.IsFolder:
				visit(full, parts)
			case ok && err == nil:
				visit(full, parts[1:])
			}
		}
	}
	visit("", strings.Split(strings.Trim(text, "/"), "/"))
	slices.Sort(out)
	return slices.Compact(out)
}
