package render

import (
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// generators reads the generators of an ApplicationSet.
type generators struct {
	f     *deployments
	o     *manifest.Object
	known bool // all parameters are known
}

// mostNested is how deep generators may lie in one another.
const mostNested = 6

// all are the parameters of a list of generators.
func (g *generators) all(list []*manifest.Node, depth int) (out []parameters) {
	if depth > mostNested {
		g.known = false
		return nil
	}
	for _, n := range list {
		for _, one := range g.selected(n, g.one(n, depth)) {
			if len(out) <= mostApplications {
				out = append(out, one)
			}
		}
	}
	return out
}

// one are the parameters of a generator.
func (g *generators) one(n *manifest.Node, depth int) (out []parameters) {
	kind, of := "", (*manifest.Node)(nil)
	for _, f := range n.Fields {
		if f.Key != "selector" {
			kind, of = f.Key, f.Value
		}
	}
	if of.Get("template", "spec") != nil { // it is laid over that of the set
		g.known = false
	}
	switch kind {
	case "list":
		out = g.elements(of)
	case "git":
		if of.Get("directories") != nil {
			out = g.directories(of)
		} else {
			out = g.configurations(of)
		}
	case "matrix":
		return g.matrix(items(of.Get("generators")), depth)
	case "merge":
		return g.merge(of, depth)
	case "clusters":
		out = g.clusters(of)
	default: // pull requests and the like
		g.known = false
		out = []parameters{{}}
	}
	for i := range out {
		out[i].addValues(of.Get("values"))
	}
	return out
}

// addValues adds values that a generator names, in which the other parameters may stand.
func (v parameters) addValues(values *manifest.Node) {
	if values == nil {
		return
	}
	more := parameters{}
	more.flatten("values", v.node(values))
	maps.Copy(v, more)
}

// matrix combines the parameters of generators; those of the first may stand in the second.
func (g *generators) matrix(list []*manifest.Node, depth int) []parameters {
	out := []parameters{{}}
	for _, n := range list {
		var both []parameters
		for _, a := range out {
			for _, b := range g.all([]*manifest.Node{a.node(n)}, depth+1) {
				if len(both) <= mostApplications {
					both = append(both, merged(a, b))
				}
			}
		}
		out = both
	}
	return out
}

// merge are the parameters of the first generator, with those of the others over them that have the same in the keys.
func (g *generators) merge(of *manifest.Node, depth int) []parameters {
	var out []parameters
	for i, n := range items(of.Get("generators")) {
		all := g.all([]*manifest.Node{n}, depth+1)
		if i == 0 {
			out = all
			continue
		}
		for _, b := range all {
			for j, a := range out {
				if sameKeys(a, b, items(of.Get("mergeKeys"))) {
					out[j] = merged(a, b)
				}
			}
		}
	}
	return out
}

// sameKeys tells whether two sets of parameters agree in all of some keys, which both have.
func sameKeys(a, b parameters, keys []*manifest.Node) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(key *manifest.Node) bool {
		x, here := a[key.Text]
		y, there := b[key.Text]
		return !here || !there || x != y
	})
}

func merged(a, b parameters) parameters {
	out := parameters{}
	for _, v := range [...]parameters{a, b} {
		maps.Copy(out, v)
	}
	return out
}

func (g *generators) elements(list *manifest.Node) []parameters {
	if list.Str("elementsYaml") != "" {
		g.known = false
	}
	var out []parameters
	for _, item := range items(list.Get("elements")) {
		v := parameters{}
		v.flatten("", item)
		out = append(out, v)
	}
	return out
}

// clusterLabel marks the Secrets in which Argo CD keeps what it knows of clusters.
const clusterLabel = "argocd.argoproj.io/secret-type"

// clusters are those whose Secrets are among the inputs. Argo CD may know others, its own cluster always.
func (g *generators) clusters(of *manifest.Node) []parameters {
	g.known = false
	var out []parameters
	for _, o := range g.f.objects {
		labels := o.Root.Get("metadata", "labels")
		if o.Kind != "Secret" || labels.Str(clusterLabel) != "cluster" || !selects(of.Get("selector"), func(key string) (string, bool) {
			n := labels.Get(key)
			return labels.Str(key), n != nil
		}) {
			continue
		}
		name, server := o.Root.Str("stringData", "name"), o.Root.Str("stringData", "server")
		v := parameters{"name": name, "nameNormalized": strings.ReplaceAll(name, "_", "-"), "server": server}
		v.flatten("metadata.labels", labels)
		if annotations := o.Root.Get("metadata", "annotations"); annotations != nil {
			v.flatten("metadata.annotations", annotations)
		}
		out = append(out, v)
	}
	if of.Get("selector") == nil {
		out = append(out, parameters{"name": "in-cluster", "nameNormalized": "in-cluster", "server": "https://kubernetes.default.svc"})
	}
	if len(out) == 0 {
		return []parameters{{}}
	}
	return out
}

// selected are the parameters that the selector of a generator lets through.
func (g *generators) selected(n *manifest.Node, all []parameters) []parameters {
	selector := n.Get("selector")
	if selector == nil {
		return all
	}
	return slices.DeleteFunc(all, func(v parameters) bool {
		return !selects(selector, func(key string) (string, bool) { text, ok := v[key]; return text, ok })
	})
}

// selects is the rule of Kubernetes for a selector of labels.
func selects(selector *manifest.Node, label func(key string) (string, bool)) bool {
	if want := selector.Get("matchLabels"); want != nil {
		for _, f := range want.Fields {
			if got, ok := label(f.Key); !ok || got != f.Value.Text {
				return false
			}
		}
	}
	for _, e := range items(selector.Get("matchExpressions")) {
		got, there := label(e.Str("key"))
		in := slices.ContainsFunc(items(e.Get("values")), func(v *manifest.Node) bool { return v.Text == got })
		switch e.Str("operator") {
		case "In":
			there = there && in
		case "NotIn":
			there = !there || !in
		case "DoesNotExist":
			there = !there
		}
		if !there {
			return false
		}
	}
	return true
}

// directories are the folders that match, those left out that an entry with exclude names.
func (g *generators) directories(git *manifest.Node) []parameters {
	var names []string
	for _, item := range items(git.Get("directories")) {
		found := g.f.glob(g.o, item.Str("path"), source.IsFolder)
		if isTrue(item.Get("exclude")) {
			names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(found, name) })
		} else {
			names = append(names, found...)
		}
	}
	sort.Strings(names)
	var out []parameters
	for _, name := range slices.Compact(names) {
		out = append(out, parameters{}.addPath(git.Str("pathParamPrefix"), name))
	}
	return out
}

// configurations are the contents of the files that match.
func (g *generators) configurations(git *manifest.Node) []parameters {
	var out []parameters
	for _, item := range items(git.Get("files")) {
		for _, name := range g.f.glob(g.o, item.Str("path"), source.IsFile) {
			file, err := g.f.p.open(path.Join(g.f.p.top(path.Dir(g.f.p.abs(g.o.File))), name))
			if err != nil || len(file.errors) > 0 || len(file.documents) == 0 {
				g.known = false
				continue
			}
			for _, root := range listed(file.documents[0].Root) {
				v := parameters{}.addPath(git.Str("pathParamPrefix"), path.Dir(name))
				v[strings.TrimPrefix(git.Str("pathParamPrefix")+".path.filename", ".")] = path.Base(name)
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
