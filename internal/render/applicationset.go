package render

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"sort"
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
	all, known := f.generators(o, items(o.Root.Get("spec", "generators")), 0)
	template := o.Root.Get("spec", "template")
	if !known || template == nil || len(all) > mostApplications {
		f.elsewhere(o)
	}
	for _, parameters := range all[:min(len(all), mostApplications)] {
		if template == nil {
			break
		}
		one := *o
		one.Kind = "Application"
		one.Root = parameters.node(template)
		one.Name = one.Root.Str("metadata", "name")
		f.names[one.Name] = fmt.Sprintf("%s %q (%s)", o.Kind, o.Name, one.Name)
		f.application(&one)
	}
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

// generators are the parameters of a list of generators; false when some are not known.
func (f *deployments) generators(o *manifest.Object, list []*manifest.Node, depth int) (all []parameters, known bool) {
	known = depth < 4
	for _, g := range list {
		var some []parameters
		ok := true
		switch {
		case !known:
		case g.Get("list") != nil:
			some = elements(g.Get("list", "elements"))
		case g.Get("git", "directories") != nil:
			some = f.directories(o, g.Get("git", "directories"))
		case g.Get("git", "files") != nil:
			some = f.configurations(o, g.Get("git", "files"))
		case g.Get("matrix") != nil:
			some, ok = f.matrix(o, items(g.Get("matrix", "generators")), depth)
		default: // clusters, pull requests and the like
			some, ok = []parameters{{}}, false
		}
		all, known = append(all, some...), known && ok
	}
	return all, known
}

// matrix combines the parameters of two generators.
func (f *deployments) matrix(o *manifest.Object, list []*manifest.Node, depth int) (out []parameters, known bool) {
	out, known = []parameters{{}}, true
	for _, g := range list {
		some, ok := f.generators(o, []*manifest.Node{g}, depth+1)
		known = known && ok
		var both []parameters
		for _, a := range out {
			for _, b := range some {
				if len(both) <= mostApplications {
					both = append(both, merged(a, b))
				}
			}
		}
		out = both
	}
	return out, known
}

func merged(a, b parameters) parameters {
	out := parameters{}
	for _, v := range [...]parameters{a, b} {
		maps.Copy(out, v)
	}
	return out
}

func elements(list *manifest.Node) []parameters {
	var out []parameters
	for _, item := range items(list) {
		v := parameters{}
		v.flatten("", item)
		out = append(out, v)
	}
	return out
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

// addPath adds what templates know of a folder.
func (v parameters) addPath(dir string) parameters {
	v["path"], v["path.path"], v["path.basename"], v["path.basenameNormalized"] = dir, dir, path.Base(dir), strings.ReplaceAll(path.Base(dir), "_", "-")
	for i, part := range strings.Split(dir, "/") {
		v["path["+strconv.Itoa(i)+"]"], v["path.segments["+strconv.Itoa(i)+"]"] = part, part
	}
	return v
}

// directories are the folders that match, those left out that an entry with exclude names.
func (f *deployments) directories(o *manifest.Object, list *manifest.Node) []parameters {
	var names []string
	for _, item := range items(list) {
		found := f.glob(o, item.Str("path"), source.IsFolder)
		if isTrue(item.Get("exclude")) {
			names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(found, name) })
		} else {
			names = append(names, found...)
		}
	}
	sort.Strings(names)
	var out []parameters
	for _, name := range slices.Compact(names) {
		out = append(out, parameters{}.addPath(name))
	}
	return out
}

// configurations are the contents of the files that match.
func (f *deployments) configurations(o *manifest.Object, list *manifest.Node) []parameters {
	var out []parameters
	for _, item := range items(list) {
		for _, name := range f.glob(o, item.Str("path"), source.IsFile) {
			file, err := f.p.open(path.Join(f.p.top(path.Dir(f.p.abs(o.File))), name))
			if err != nil || len(file.errors) > 0 || len(file.documents) == 0 {
				continue
			}
			for _, root := range listed(file.documents[0].Root) {
				v := parameters{}.addPath(path.Dir(name))
				v["path.filename"] = path.Base(name)
				v.flatten("", root)
				out = append(out, v)
			}
		}
	}
	return out
}

func listed(root *manifest.Node) []*manifest.Node {
	if root.Type == manifest.List {
		return root.Items
	}
	return []*manifest.Node{root}
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
