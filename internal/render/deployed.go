package render

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// folder is a folder of the project as an object of a GitOps controller deploys it.
type folder struct {
	dir    string
	by     *manifest.Object
	shown  string         // names by
	fields *manifest.Node // of a kustomization over the folder, without its resources
	vars   *variables     // nil: nothing is replaced
	flat   bool           // without a kustomization only the manifests in the folder itself count, not those below
	plain  *manifest.Node // which of them: include and exclude; nil: all
}

// mostFolders is how many folders are built as they are deployed.
const mostFolders = 300

// buildFolders builds folders as they are deployed. It returns what came of it; false when there is no memory left.
func (p *project) buildFolders(ctx context.Context, all []folder) ([]*manifest.Set, bool) {
	var roots []*kustomization
	for i := range all {
		f := &all[i]
		if p.folders++; p.folders > mostFolders {
			p.notes = append(p.notes, fmt.Sprintf("%s: only the first %d folders that objects of Argo CD and Flux deploy are built as they deploy them", f.by.File, mostFolders))
			break
		}
		if k := p.deploy(f, p.folders); k != nil {
			roots = append(roots, k)
		}
	}
	before := len(p.parts)
	if !p.buildRoots(ctx, roots) {
		return nil, false
	}
	return p.parts[before:], true
}

// deploy is the kustomization of a folder as it is deployed; nil when that makes nothing new, or when there is nothing to build.
func (p *project) deploy(f *folder, number int) *kustomization {
	inner := p.load(f.dir)
	if inner == nil {
		if inner = p.gathered(f); inner == nil {
			return nil
		}
	}
	from := deployedAs(p.name(f.dir), f.shown)
	if len(f.fields.Fields) == 0 && f.vars == nil {
		return p.label(inner, from)
	}
	at, _ := f.by.Place(nil)
	dir := path.Join(path.Dir(p.top(f.dir)), ".podlint-deployed-"+strconv.Itoa(number))
	object := *f.by
	object.File, object.Render = at.File, nil
	resource := textAt(relative(dir, f.dir), at.Span)
	fields := []manifest.Field{{Key: "resources", Value: listOf(resource)}}
	for _, field := range f.fields.Fields {
		switch field.Key {
		case "components":
			field.Value = p.components(field.Value, dir, f.dir)
		case "patches":
			field.Value = patchesFrom(field.Value, dir, f.dir)
		}
		fields = append(fields, field)
	}
	object.Root = mapOf(fields...)
	k, err := p.virtual(dir, &object)
	if err != nil || k == nil {
		return nil
	}
	k.from, k.at, k.vars = from, &at, f.vars
	return k
}

// deployedAs is what reports call a folder or a chart that an object deploys.
func deployedAs(dir, by string) string { return fmt.Sprintf("%s as %s deploys it", dir, by) }

// label adds one more name to a build that is deployed as it is. One that is no build of the inputs is made.
func (p *project) label(k *kustomization, from string) *kustomization {
	switch {
	case p.tried[k]:
		k.also = append(k.also, from)
		for _, set := range p.parts {
			for _, o := range set.Objects {
				if o.Render.From == p.name(k.dir) {
					o.Render.Also = append(o.Render.Also, from)
				}
			}
		}
		return nil
	case k.from != "":
		k.also = append(k.also, from)
		return nil
	}
	k.from = from
	return k
}

// components are the components of a deployment, which are relative to the folder that it deploys.
func (p *project) components(list *manifest.Node, from, dir string) *manifest.Node {
	var out []*manifest.Node
	for _, item := range items(list) {
		out = append(out, textAt(relative(from, path.Join(dir, item.Text)), item.Span))
	}
	return listOf(out...)
}

// markPatches marks the objects that are patches of what is built as it is deployed: nobody applies them as they stand.
func (p *project) markPatches(set *manifest.Set) {
	files := map[string]bool{}
	for _, k := range p.known {
		if k == nil || p.made[k.file] == nil {
			continue
		}
		for i := range k.patches {
			files[k.patches[i].file] = k.patches[i].file != ""
		}
	}
	for _, o := range set.Objects {
		if files[p.abs(o.File)] {
			o.Patch = true
		}
	}
	set.Loosen(p.patchObjects())
}

// patchObjects are what the files hold that kustomizations name as patches.
func (p *project) patchObjects() []*manifest.Object {
	var out []*manifest.Object
	for _, dir := range slices.Sorted(maps.Keys(p.known)) {
		k := p.known[dir]
		if k == nil {
			continue
		}
		for i := range k.patches {
			if f := p.read[k.patches[i].file]; f != nil {
				out = append(out, f.documents...)
			}
		}
	}
	return out
}

// patchesFrom are the patches of a deployment: the files of those that have some are relative to the folder that it deploys.
func patchesFrom(list *manifest.Node, from, dir string) *manifest.Node {
	var out []*manifest.Node
	for _, item := range items(list) {
		one := *item
		one.Fields = slices.Clone(item.Fields)
		for i := range one.Fields {
			if f := &one.Fields[i]; f.Key == "path" {
				f.Value = textAt(relative(from, path.Join(dir, f.Value.Text)), f.Value.Span)
			}
		}
		out = append(out, &one)
	}
	return listOf(out...)
}

// gathered is the kustomization of a folder without one: all manifests below it, and the kustomizations in its folders. Nil when nothing would be
// new.
func (p *project) gathered(f *folder) *kustomization {
	if p.tree.Kind(f.dir) != source.IsFolder {
		return nil
	}
	at, _ := f.by.Place(nil)
	var found []*manifest.Node
	left, judged := mostListed, len(f.fields.Fields) == 0 && f.vars == nil
	p.gather(f, f.dir, &left, func(name string) {
		_, input := p.names[path.Join(f.dir, name)]
		judged = judged && input
		found = append(found, textAt(name, at.Span))
	})
	if len(found) == 0 || judged {
		return nil
	}
	object := *f.by
	object.File, object.Render = at.File, nil
	object.Root = mapOf(manifest.Field{Key: "resources", Value: listOf(found...)})
	k, err := p.virtual(f.dir, &object)
	if err != nil || k == nil {
		return nil
	}
	k.at = &at
	return k
}

// gather lists what a controller would put together, relative to the folder.
func (p *project) gather(f *folder, dir string, left *int, add func(name string)) {
	if dir != f.dir && p.fileIn(dir) != "" {
		add(relative(f.dir, dir))
		return
	}
	for _, name := range p.listed(dir, left) {
		full := path.Join(dir, name)
		switch kind := p.tree.Kind(full); {
		case strings.HasPrefix(name, "."):
		case kind == source.IsFile && isYAML(name):
			if rel := relative(f.dir, full); p.isManifest(full) && f.takes(rel) {
				add(rel)
			}
		case kind == source.IsFolder && f.enters(name) && p.wanted(full):
			p.gather(f, full, left, add)
		}
	}
}

// enters tells whether manifests are looked for in a folder below.
func (f *folder) enters(name string) bool { return !f.flat && !isData(name) }

// takes tells whether a file is one that an Application takes of a folder.
func (f *folder) takes(name string) bool {
	include, exclude := f.plain.Str("include"), f.plain.Str("exclude")
	return (include == "" || globbed(include, name)) && !globbed(exclude, name)
}

// globbed matches a name, or that without its folders, with a pattern, which may be several between braces.
func globbed(glob, name string) bool {
	for one := range strings.SplitSeq(strings.Trim(glob, "{}"), ",") {
		for _, n := range [...]string{name, path.Base(name)} {
			if ok, err := path.Match(one, n); ok && err == nil {
				return true
			}
		}
	}
	return false
}

// listed is what a folder holds; nothing when it cannot be read, or when too much was listed before.
func (p *project) listed(dir string, left *int) []string {
	names, err := p.tree.List(dir)
	if *left -= len(names); err != nil || *left < 0 {
		return nil
	}
	return names
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

// isManifest tells a file that holds nothing but objects of Kubernetes.
func (p *project) isManifest(name string) bool {
	f, err := p.open(name)
	if err != nil || len(f.errors) > 0 || len(f.documents) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.documents, func(o *manifest.Object) bool { return o.Kind == "" || o.APIVersion == "" })
}
