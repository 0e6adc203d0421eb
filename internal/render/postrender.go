package render

import (
	"bytes"
	"context"
	"path"
	"strconv"

	"github.com/podlint/podlint/internal/manifest"
)

// postRender changes what charts were rendered to as the post-renderers of HelmReleases do. False when there is no memory left.
func (p *project) postRender(ctx context.Context, sets []*manifest.Set, after map[string]*manifest.Object) bool {
	undo := silence()
	defer undo()
	for i, set := range sets {
		if len(set.Objects) == 0 {
			continue
		}
		from := set.Objects[0].Render.From
		if by := after[from]; by != nil {
			if sets[i] = p.postRendered(ctx, set, from, by); sets[i] == nil {
				return false
			}
		}
	}
	return true
}

// postRendered is one such set: without what is to be changed where that is not possible, which is recorded. Nil: there is no memory left.
func (p *project) postRendered(ctx context.Context, set *manifest.Set, from string, by *manifest.Object) *manifest.Set {
	out := &manifest.Set{Sources: map[string][]byte{}}
	var changed []*manifest.Object
	for _, o := range set.Objects {
		if o.Root.Get("metadata", "annotations", "helm.sh/hook") != nil { // post-renderers do not see hooks
			out.Objects = append(out.Objects, o)
		} else {
			changed = append(changed, o)
		}
	}
	k := p.over(changed, from, by)
	if k == nil || len(changed) == 0 {
		return set
	}
	for !k.blocked {
		got := p.attempt(ctx, k)
		if got.err == nil {
			out.Objects = append(got.set.Objects, out.Objects...)
			break
		}
		if isLimit(got.err) {
			p.block(k, nil, "cannot build: "+got.err.Error())
			return nil
		}
		p.blame(ctx, k, got.err)
	}
	out.Index()
	return out
}

// over is a kustomization for each of the post-renderers of a HelmRelease over objects, each over the one before; nil when there is nothing to do.
func (p *project) over(objects []*manifest.Object, from string, by *manifest.Object) *kustomization {
	at, _ := by.Place(nil)
	file := p.rendered(objects)
	if file == "" {
		return nil
	}
	var last *kustomization
	below := textAt(path.Base(file), at.Span)
	for i, item := range items(by.Root.Get("spec", "postRenderers")) {
		dir := path.Dir(file)
		if i > 0 { // beside it: kustomize builds no folder from one that lies in it
			dir += "-" + strconv.Itoa(i)
		}
		object := *by
		object.File, object.Render = at.File, nil
		object.Root = mapOf(
			manifest.Field{Key: "resources", Value: listOf(below)},
			manifest.Field{Key: "patches", Value: item.Get("kustomize", "patches")},
			manifest.Field{Key: "images", Value: item.Get("kustomize", "images")},
		)
		k, err := p.virtual(dir, &object)
		if err != nil || k == nil {
			return nil
		}
		k.from, k.at = from, &at
		last, below = k, textAt("../"+path.Base(dir), at.Span)
	}
	return last
}

// rendered puts objects into a file in memory and returns its name; empty when one cannot be written.
func (p *project) rendered(objects []*manifest.Object) string {
	var b bytes.Buffer
	for _, o := range objects {
		data, err := o.Root.MarshalJSON()
		if err != nil {
			return ""
		}
		b.WriteString("---\n")
		b.Write(data)
		b.WriteString("\n")
	}
	p.folders++
	file := path.Join(path.Dir(p.top(p.dir)), ".podlint-rendered-"+strconv.Itoa(p.folders), "rendered.yaml")
	p.inMemory(file, b.Bytes())
	p.read[file] = &sourceFile{name: file, data: b.Bytes(), documents: objects, unfolded: objects}
	p.made[file] = objects[0]
	return file
}
